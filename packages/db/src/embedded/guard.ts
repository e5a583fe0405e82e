import { setTimeout as delay } from 'node:timers/promises'

import { clientOf } from '../client.ts'
import { SUPERUSER } from './initialise.ts'
import type { Place } from './place.ts'

export const DATABASE = 'parley'
/** Any number that nothing else locks in the maintenance database. */
export const LOCK = 7_275_392
/** The server may not have noticed yet that the last owner was killed. */
const LOCK_WITHIN_MS = 2_000

/** Holds a running cluster for this process alone, by a connection that lives as long as both do. */
export interface Guard {
  release(): Promise<void>
}

/**
 * Takes the cluster and makes the database in it. Calls `onLost` when the server ends or cuts the connection. Gives null
 * when another process has it.
 */
export async function guardCluster(place: Place, onLost: () => void): Promise<Guard | null> {
  let held = false
  const options = {
    max: 1,
    max_lifetime: null,
    fetch_types: false,
    connection: { application_name: 'parley guard' },
    onclose: () => {
      if (held) onLost()
      held = false
    },
  }
  const sql = clientOf({ ...place, user: SUPERUSER, database: 'postgres' }, options)
  const release = () => {
    held = false
    return sql.end({ timeout: 1 })
  }
  try {
    const deadline = Date.now() + LOCK_WITHIN_MS
    while (!held) {
      const [row] = await sql<{ held: boolean }[]>`select pg_try_advisory_lock(${LOCK}) as held`
      held = row?.held === true
      if (!held && Date.now() > deadline) {
        await release()
        return null
      }
      if (!held) await delay(20)
    }
    const there = await sql`select 1 from pg_database where datname = ${DATABASE}`
    if (there.length === 0) await sql`create database ${sql(DATABASE)}`
    return { release }
  } catch (error) {
    await release()
    throw error
  }
}
