import type { Sql } from 'postgres'

import { clientOf } from '../client.ts'
import type { ConnectionSettings } from '../settings.ts'

/** Runs `work` on a connection of its own, where databases are made and dropped. */
export async function administer(settings: ConnectionSettings, work: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = clientOf(settings, { max: 1, fetch_types: false })
  try {
    await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
