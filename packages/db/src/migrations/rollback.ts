import type { Logger } from '../logger.ts'
import type { ConnectionSettings } from '../settings.ts'
import { readDown } from './files.ts'
import { appliedMigrations, migrationSession } from './session.ts'

/**
 * Takes back the newest migrations, newest first, with the data in what they made. Gives their names.
 *
 * @example
 * ```ts
 * import { rollback } from '@parley/db'
 *
 * const takenBack = await rollback('postgres://localhost/parley', { steps: 2 })
 * takenBack satisfies string[]
 * ```
 */
export function rollback(
  settings: ConnectionSettings,
  options: { logger?: Logger; steps?: number } = {},
): Promise<string[]> {
  const { logger, steps = 1 } = options
  return migrationSession(settings, logger, async (sql) => {
    const names = (await appliedMigrations(sql)).toReversed().slice(0, steps)
    for (const name of names) {
      const text = await readDown(name)
      await sql.begin(async (tx) => {
        await tx.unsafe(text).simple()
        await tx`delete from schema_migrations where name = ${name}`
      })
      logger?.info({ migration: name }, 'migration taken back')
    }
    return names
  })
}
