import type { GenerationEvent } from '@parley/contract'

import { isRace } from '../errors.ts'
import type { Queries } from '../queries.ts'
import { toJson } from './json.ts'
import type { GenerationKey } from './lease.ts'
import { GENERATIONS_CHANNEL } from './notice.ts'

export interface NewEvent extends GenerationKey {
  seq: number
  event: GenerationEvent
}

/** Generations that one notice names: their ids stay below the 8,000 bytes that a notification may have. */
const NAMED = 150

// The update of the process's row is the fence: it waits for a claimer that is expiring the process, and then finds
// nothing.
const COMMIT = `
  with fence as (
    update processes set heartbeat_at = clock_timestamp()
    where id = $1 and expired_at is null
    returning id
  ), batch as materialized (
    select * from jsonb_to_recordset($2::jsonb) as b("userId" uuid, "generationId" uuid, seq int, event jsonb)
  ), live as materialized (
    select g.user_id, g.id
    from fence
    cross join (select distinct "userId", "generationId" from batch) b
    join generations g
      on g.user_id = b."userId" and g.id = b."generationId" and g.owner = fence.id and g.status = 'running'
  ), stored as (
    insert into generation_events (user_id, generation_id, seq, event)
    select b."userId", b."generationId", b.seq, b.event
    from batch b join live on live.user_id = b."userId" and live.id = b."generationId"
    on conflict (user_id, generation_id, seq) do nothing
  ), notices as (
    select json_agg(id) as ids
    from (select id, (row_number() over () - 1) / ${NAMED} as notice from live) named
    group by notice
  ), told as (
    select count(pg_notify('${GENERATIONS_CHANNEL}',
      json_build_object('type', 'committed', 'process', $1, 'generations', ids)::text)) as notices
    from notices
  )
  select (select json_agg(id) from live) as accepted, told.notices from told`

/**
 * Stores a batch of events in one statement and tells the other processes. Gives the ids of the generations whose events
 * are stored now; one that is missing has ended, was erased or belongs to another process. None when this process has
 * lost its lease. A batch that is sent again is stored once. What jsonb cannot hold becomes U+FFFD.
 */
export async function commitEvents(db: Queries, processId: string, batch: NewEvent[]): Promise<Set<string>> {
  const args = [processId, toJson(batch)]
  const send = () => db.query<{ accepted: string[] | null }>(COMMIT, args)
  // A generation that is erased in this moment fails the statement once; the next time it is not there.
  const [row] = await send().catch((error: unknown) => {
    if (isRace(error)) return send()
    throw error
  })
  return new Set(row?.accepted ?? [])
}
