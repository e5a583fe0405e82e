import { expect, test } from 'vitest'

import type { Database } from '../connect.ts'
import { createTestDatabase, createUser } from '../testing/index.ts'
import { migrationNames } from './files.ts'
import { plannedRollback } from './removal.ts'
import { rollback } from './rollback.ts'

const COLUMNS = `
  select table_name as "table", column_name as "column" from information_schema.columns
  where table_schema = 'public' and table_name <> 'schema_migrations'`

async function columnsOf(db: Database) {
  const rows = await db.query<{ table: string; column: string }>(COLUMNS)
  return new Map(
    Map.groupBy(rows, (row) => row.table)
      .entries()
      .map(([table, of]) => [table, of.map((one) => one.column)]),
  )
}

test('what is announced is what goes, for each migration', async () => {
  await using db = await createTestDatabase()
  for (const migration of (await migrationNames()).toReversed()) {
    const before = await columnsOf(db)
    const [planned] = await plannedRollback(db.settings)
    expect(await rollback(db.settings)).toEqual([migration])
    const after = await columnsOf(db)
    const tables = before.keys().filter((table) => !after.has(table))
    const columns = after
      .entries()
      .flatMap(([table, left]) =>
        (before.get(table) ?? []).filter((column) => !left.includes(column)).map((column) => `${table}.${column}`),
      )
    expect(planned?.migration).toBe(migration)
    expect(planned?.tables.map((table) => table.name).toSorted()).toEqual([...tables].toSorted())
    expect(planned?.columns.toSorted()).toEqual([...columns].toSorted())
  }
  expect(await plannedRollback(db.settings)).toEqual([])
})

test('it counts the rows that would go and takes none', async () => {
  await using db = await createTestDatabase()
  await createUser(db)
  const planned = await plannedRollback(db.settings, { steps: 100 })
  expect(planned.flatMap((one) => one.tables)).toContainEqual({ name: 'users', rows: 1 })
  expect(await db.query('select 1 from users')).toHaveLength(1)
})
