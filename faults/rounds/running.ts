import type { World } from '../world/world.ts'

// An owner that has not beaten for this long does not run it any more.
const RUNNING = `
  select count(*)::int as all, (count(*) filter (where p.id is null))::int as orphans
  from generations g
  left join processes p on p.id = g.owner and p.expired_at is null and p.heartbeat_at > now() - interval '4 seconds'
  where g.status = 'running'`

/** How many answers are being written, and how many of them by nobody that lives. */
export async function running({ database }: World): Promise<{ all: number; orphans: number }> {
  const [row] = await database.db
    .query<{ all: number; orphans: number }>(RUNNING)
    .catch(() => [{ all: Infinity, orphans: Infinity }])
  return row ?? { all: 0, orphans: 0 }
}
