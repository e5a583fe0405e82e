import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'

import { clientOf } from '../client.ts'
import type { Embedded } from './cluster.ts'
import { DATABASE, LOCK } from './guard.ts'
import { SUPERUSER } from './initialise.ts'
import { readPidFile } from './pid-file.ts'

// The lock's number is the lower half of a 64-bit key; this connection is in the database in which it is taken.
const HELD = `
  select exists (
    select 1 from pg_locks
    where locktype = 'advisory' and classid = 0 and objid = ${LOCK} and granted
      and database = (select oid from pg_database where datname = current_database())
  ) as held`

/** Where the server of a Parley that runs on this data folder listens; null when none holds one. */
export async function findRunning(dataDir: string): Promise<Embedded['settings'] | null> {
  const folder = await realpath(dataDir).catch(() => null)
  const there = folder === null ? null : await readPidFile(join(folder, 'postgres'))
  if (folder === null || !there?.ready) return null
  const { host, port } = there
  const bySocket = host.includes('/')
  const password = bySocket ? {} : { password: await readFile(join(folder, 'postgres-password'), 'utf8') }
  const place = { host, port, user: SUPERUSER, ...password }
  const options = { max: 1, fetch_types: false, connect_timeout: 2 }
  const sql = clientOf({ ...place, database: 'postgres' }, options)
  try {
    const [row] = await sql.unsafe<{ held: boolean }[]>(HELD)
    return row?.held === true ? { ...place, database: DATABASE } : null
  } catch {
    // A pid file that a killed server left; or one that is just ending.
    return null
  } finally {
    await sql.end({ timeout: 1 })
  }
}
