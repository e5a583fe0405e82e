import type { TestDatabase } from '@parley/db/testing'
import { expect } from 'vitest'

import { until } from './until.ts'

/** The backends whose last statement was a LISTEN: one for each replica. */
export async function listenersOf(database: TestDatabase): Promise<number[]> {
  const rows = await database.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and query ilike 'listen %'`,
  )
  return rows.map((row) => row.pid)
}

/** Cuts a connection and waits until Postgres has ended it. */
export async function terminate(database: TestDatabase, pid: number | undefined): Promise<void> {
  if (pid === undefined) throw new Error('There is no such connection.')
  await database.query('select pg_terminate_backend($1::int)', [pid])
  await until(async () => expect(await listenersOf(database)).not.toContain(pid))
}
