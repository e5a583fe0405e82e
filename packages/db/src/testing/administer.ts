import postgres, { type Sql } from 'postgres'

import type { ConnectionSettings } from '../settings.ts'

/** Runs `work` on a connection of its own, where databases are made and dropped. */
export async function administer(settings: ConnectionSettings, work: (sql: Sql) => Promise<unknown>): Promise<void> {
  const options = { max: 1, fetch_types: false, onnotice: () => {} }
  const sql = typeof settings === 'string' ? postgres(settings, options) : postgres({ ...settings, ...options })
  try {
    await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
