import type { ConnectionSettings } from '../settings.ts'
import { readDown } from './files.ts'
import { appliedMigrations, migrationSession } from './session.ts'

/** What a rollback of one migration takes away. */
export interface Removal {
  migration: string
  /** The tables that go, with the rows that are in them now. */
  tables: { name: string; rows: number }[]
  /** The columns that go from tables that stay, as `table.column`. */
  columns: string[]
}

/**
 * What `rollback` with the same `steps` would take away, newest migration first; changes nothing. It is read from the
 * migrations' own statements.
 *
 * @example
 * ```ts
 * import { plannedRollback } from '@parley/db'
 *
 * for (const { migration, tables } of await plannedRollback('postgres://localhost/parley')) {
 *   const rows = tables.reduce((sum, table) => sum + table.rows, 0)
 *   if (rows > 0) throw new Error(`${migration} holds ${rows} rows`)
 * }
 * ```
 */
export function plannedRollback(settings: ConnectionSettings, options: { steps?: number } = {}): Promise<Removal[]> {
  return migrationSession(settings, undefined, async (sql) => {
    const migrations = (await appliedMigrations(sql)).toReversed().slice(0, options.steps ?? 1)
    const removals: Removal[] = []
    for (const migration of migrations) {
      const { tables, columns } = dropsIn(await readDown(migration))
      const counted: Removal['tables'] = []
      for (const name of tables) {
        const [row] = await sql<{ rows: number }[]>`select count(*)::float8 as rows from ${sql(name)}`
        counted.push({ name, rows: row?.rows ?? 0 })
      }
      removals.push({ migration, tables: counted, columns })
    }
    return removals
  })
}

/** What a statement drops, as drizzle-kit writes it and this folder's files do. */
function dropsIn(text: string) {
  const columns = [...text.matchAll(/ALTER TABLE "(\w+)"([^;]*)/g)].flatMap(([, table, changes = '']) =>
    [...changes.matchAll(/DROP COLUMN "(\w+)"/g)].map(([, column]) => `${table}.${column}`),
  )
  return { tables: [...text.matchAll(/DROP TABLE "(\w+)"/g)].map(([, table = '']) => table), columns }
}
