import type { Database } from './connect.ts'
import { pendingMigrations } from './migrations/migrate.ts'

/** Milliseconds after which a database that has not answered counts as not answering. */
const PATIENCE_MS = 2_000

/**
 * Whether the database answers and is migrated, as somebody who calls now would find it: null when it is, else what is
 * the matter. Never throws, and answers within 2 seconds, also when the pool is exhausted.
 *
 * @example
 * ```ts
 * import { checkHealth, connect } from '@parley/db'
 *
 * await using db = connect('postgres://localhost/parley')
 * const problem = await checkHealth(db)
 * if (problem !== null) throw new Error(problem)
 * ```
 */
export async function checkHealth(db: Database, patienceMs = PATIENCE_MS): Promise<string | null> {
  const away = 'the database does not answer'
  const late = Promise.withResolvers<string>()
  const timer = setTimeout(() => late.resolve(away), patienceMs)
  const checked = pendingMigrations(db).then(
    (pending) => (pending.length === 0 ? null : 'the database is not migrated'),
    () => away,
  )
  try {
    return await Promise.race([checked, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
