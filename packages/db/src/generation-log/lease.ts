import type { Queries } from '../queries.ts'

const REGISTER = `
  with forgotten as (delete from processes where expired_at < now() - interval '1 day')
  insert into processes (id) values ($1) on conflict (id) do nothing`

const HEARTBEAT = `
  with me as (
    update processes set heartbeat_at = clock_timestamp()
    where id = $1 and expired_at is null
    returning id
  )
  select coalesce(
    (select json_agg(json_build_object('userId', g.user_id, 'generationId', g.id))
     from generations g
     where g.owner = me.id and g.status = 'running' and g.stop_requested_at is not null),
    '[]') as "stopRequested", coalesce(
    (select json_agg(r.id) from jsonb_array_elements_text($2::jsonb) as r(id)
     where r.id::uuid not in (select g.id from generations g where g.owner = me.id and g.status = 'running')),
    '[]') as lost
  from me`

const DEREGISTER = `delete from processes where id = $1`

export interface GenerationKey {
  userId: string
  generationId: string
}

export interface Heartbeat {
  /** False when the lease was lost: another process may have taken over; nothing can be written any more. */
  alive: boolean
  stopRequested: GenerationKey[]
  /** Of those that this process runs: what has ended, was erased, or belongs to another process. */
  lost: string[]
}

/** Takes the lease of this process; needed once, before its first generation. */
export async function register(db: Queries, processId: string): Promise<void> {
  await db.query(REGISTER, [processId])
}

/** Renews the lease and tells what became of the generations that this process runs, `running` by their ids. */
export async function heartbeat(db: Queries, processId: string, running: string[]): Promise<Heartbeat> {
  const [me] = await db.query<Omit<Heartbeat, 'alive'>>(HEARTBEAT, [processId, JSON.stringify(running)])
  return { alive: me !== undefined, stopRequested: me?.stopRequested ?? [], lost: me?.lost ?? [] }
}

/** Gives the lease up. What still runs may be claimed by others at once. */
export async function deregister(db: Queries, processId: string): Promise<void> {
  await db.query(DEREGISTER, [processId])
}
