import type { Database } from '../connect.ts'
import { generationColumns } from '../repository/generations/columns.ts'
import { messageColumns } from '../repository/messages/columns.ts'
import type { Generation, Message, StoredEvent } from '../schema/index.ts'

/** A generation taken over from a process that died, with what it has stored. */
export interface Claimed {
  userId: string
  generation: Generation
  /** As it is stored: the body that the events fold onto. */
  message: Message
  events: StoredEvent[]
}

// Two claimers meet at the dead process's row, or at the generation's when the process has no row; the second one sees
// that it is expired, or has an owner that lives. A process that lost its own lease claims nothing.
const CLAIM = `
  with dead as (
    update processes set expired_at = clock_timestamp()
    where id <> $1 and expired_at is null and heartbeat_at < clock_timestamp() - make_interval(secs => $2)
    returning id
  ), taken as (
    update generations g set owner = $1
    where g.status = 'running'
    and case when g.owner = $1
      then not ($3::jsonb ? g.id::text) and g.created_at < clock_timestamp() - make_interval(secs => $2)
      else g.owner in (select id from dead)
        or not exists (select 1 from processes p where p.id = g.owner and p.expired_at is null)
      end
    and exists (select 1 from processes p where p.id = $1 and p.expired_at is null)
    returning g.*
  )
  select (select count(*)::int from dead) as expired, g.user_id as "userId", ${generationColumns}
  from (select) one left join taken g on true`

// Read after the claim, in a newer snapshot: it has everything that the dead process ever committed.
const READ = `
  select ${messageColumns}, coalesce(
    (select json_agg(json_build_object('seq', e.seq, 'event', e.event) order by e.seq)
     from generation_events e where e.user_id = $1 and e.generation_id = $2),
    '[]') as events
  from messages m
  where m.user_id = $1 and m.conversation_id = $3 and m.id = $4`

export interface Claims {
  /** Processes that were alive until now. */
  expired: number
  claimed: Claimed[]
}

export interface Claim {
  /** Seconds without a heartbeat after which a process is dead. */
  leaseSeconds: number
  /** The generations that this process really runs. */
  running: string[]
}

/**
 * Expires every process whose heartbeat is older than the lease and takes over what it ran, and what runs for a process
 * that is not registered. Of several claimers exactly one gets a generation. Also gives back what this process owns but
 * does not run: started by a commit whose answer was lost, or left over when the database was away at its end.
 */
export async function claimDead(db: Database, processId: string, { leaseSeconds, running }: Claim): Promise<Claims> {
  const rows = await db.query<{ expired: number } & (Taken | { userId: null })>(CLAIM, [
    processId,
    leaseSeconds,
    JSON.stringify(running),
  ])
  const read = await Promise.all(
    rows.flatMap(({ expired: _, ...row }) => (row.userId === null ? [] : [readClaimed(db, row)])),
  )
  return { expired: rows[0]?.expired ?? 0, claimed: read.filter((one) => one !== null) }
}

type Taken = Generation & { userId: string }

/** Null when it was erased in between. */
async function readClaimed(db: Database, { userId, ...generation }: Taken): Promise<Claimed | null> {
  const { id, conversationId, messageId } = generation
  const [row] = await db.query<Message & { events: StoredEvent[] }>(READ, [userId, id, conversationId, messageId])
  if (!row) return null
  const { events, ...message } = row
  return { userId, generation, message, events }
}
