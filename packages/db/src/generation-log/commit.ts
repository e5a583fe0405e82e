import type { GenerationEvent } from '@parley/contract'

import { isRace } from '../errors.ts'
import type { Queries } from '../queries.ts'
import type { GenerationKey } from './lease.ts'
import { GENERATIONS_CHANNEL } from './notice.ts'

export interface NewEvent extends GenerationKey {
  seq: number
  event: GenerationEvent
}

// The update of the process's row is the fence: it waits for a claimer that is expiring the process, and then finds
// nothing. A payload of NOTIFY is under 8,000 bytes.
const COMMIT = `
  with fence as (
    update processes set heartbeat_at = clock_timestamp()
    where id = $1 and expired_at is null
    returning id
  ), batch as materialized (
    select * from jsonb_to_recordset($2::jsonb) as b("userId" uuid, "generationId" uuid, seq int, event jsonb)
  ), live as materialized (
    select g.user_id, g.id, b.seq
    from fence
    cross join (select "userId", "generationId", max(seq) as seq from batch group by 1, 2) b
    join generations g
      on g.user_id = b."userId" and g.id = b."generationId" and g.owner = fence.id and g.status = 'running'
  ), stored as (
    insert into generation_events (user_id, generation_id, seq, event)
    select b."userId", b."generationId", b.seq, b.event
    from batch b join live on live.user_id = b."userId" and live.id = b."generationId"
    on conflict (user_id, generation_id, seq) do nothing
  ), summary as (
    select json_agg(id) as accepted, json_agg(json_build_object('id', id, 'seq', seq)) as seqs
    from live having count(*) > 0
  )
  select accepted from summary cross join lateral (
    select pg_notify('${GENERATIONS_CHANNEL}', json_build_object('type', 'committed', 'process', $1,
      'generations', case when octet_length(seqs::text) < 7800 then seqs end)::text)
  ) told`

/**
 * Stores a batch of events in one statement and tells the other processes. Gives the ids of the generations whose events
 * are stored now; one that is missing has ended, was erased or belongs to another process. None when this process has
 * lost its lease. A batch that is sent again is stored once.
 */
export async function commitEvents(db: Queries, processId: string, batch: NewEvent[]): Promise<Set<string>> {
  const args = [processId, JSON.stringify(batch)]
  const send = () => db.query<{ accepted: string[] }>(COMMIT, args)
  // A generation that is erased in this moment fails the statement once; the next time it is not there.
  const [row] = await send().catch((error: unknown) => {
    if (isRace(error)) return send()
    throw error
  })
  return new Set(row?.accepted)
}
