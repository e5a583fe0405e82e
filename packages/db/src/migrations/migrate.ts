import type { Database } from '../connect.ts'
import type { Logger } from '../logger.ts'
import type { ConnectionSettings } from '../settings.ts'
import { migrationNames, readUp } from './files.ts'
import { appliedMigrations, applyMigration, migrationSession } from './session.ts'

/**
 * Applies the migrations that are missing, each in a transaction of its own. Gives their names.
 *
 * @example
 * ```ts
 * import { migrate } from '@parley/db'
 *
 * const applied = await migrate('postgres://localhost/parley')
 * applied satisfies string[]
 * ```
 */
export function migrate(settings: ConnectionSettings, options: { logger?: Logger } = {}): Promise<string[]> {
  const { logger } = options
  return migrationSession(settings, logger, async (sql) => {
    const applied = new Set(await appliedMigrations(sql))
    const missing = (await migrationNames()).filter((name) => !applied.has(name))
    for (const name of missing) {
      await applyMigration(sql, name, await readUp(name))
      logger?.info({ migration: name }, 'migration applied')
    }
    return missing
  })
}

const EXISTS = `select to_regclass('schema_migrations') is not null as "exists"`
const APPLIED = `select name from schema_migrations`

/** The names of the migrations that the database lacks; empty when it is ready for this version. */
export async function pendingMigrations(db: Database): Promise<string[]> {
  const [table] = await db.query<{ exists: boolean }>(EXISTS)
  const rows = table?.exists ? await db.query<{ name: string }>(APPLIED) : []
  const applied = new Set(rows.map((row) => row.name))
  return (await migrationNames()).filter((name) => !applied.has(name))
}
