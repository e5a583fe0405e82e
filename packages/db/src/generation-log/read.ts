import type { Queries } from '../queries.ts'
import type { StoredEvent } from '../schema/index.ts'
import type { GenerationKey } from './lease.ts'

/** Where a reader of one generation's events stands. */
export interface LogPosition extends GenerationKey {
  /** The last event that it has; 0 for none. */
  seq: number
}

/** More than a log has. A limit keeps the look-up a walk along the key. */
const ALL = 2 ** 31 - 1

const READ = `
  select e.generation_id as "generationId", e.seq, e.event
  from jsonb_to_recordset($1::jsonb) as p("userId" uuid, "generationId" uuid, seq int)
  cross join lateral (
    select * from generation_events
    where user_id = p."userId" and generation_id = p."generationId" and seq > p.seq
    order by seq
    limit $2
  ) e`

/** The events after each position, by generation, in order. One that has ended has none. */
export async function readEvents(db: Queries, positions: LogPosition[]): Promise<Map<string, StoredEvent[]>> {
  const rows = await db.query<StoredEvent & { generationId: string }>(READ, [JSON.stringify(positions), ALL])
  const events = new Map<string, StoredEvent[]>(positions.map(({ generationId }) => [generationId, []]))
  for (const { generationId, ...stored } of rows) events.get(generationId)?.push(stored)
  return events
}
