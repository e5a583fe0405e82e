import { expect, test } from 'vitest'

import type { Database } from '../connect.ts'
import { createTestDatabase } from '../testing/index.ts'
import { migrationNames, readDown } from './files.ts'
import { migrate, pendingMigrations } from './migrate.ts'
import { rollback } from './rollback.ts'

const CATALOG = `
  select 'column' as kind, table_name || '.' || column_name as name,
    concat_ws(' ', ordinal_position, udt_name, domain_name, datetime_precision, is_nullable, column_default) as definition
  from information_schema.columns where table_schema = 'public'
  union all
  select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
  union all
  select 'constraint', c.conname, c.conrelid::regclass || ' ' || pg_get_constraintdef(c.oid)
  from pg_constraint c where c.connamespace = 'public'::regnamespace
  union all
  select 'type', t.typname, string_agg(e.enumlabel, ',' order by e.enumsortorder)
  from pg_type t join pg_enum e on e.enumtypid = t.oid group by t.typname
  union all
  select 'domain', t.typname, format_type(t.typbasetype, null)
  from pg_type t where t.typtype = 'd' and t.typnamespace = 'public'::regnamespace
  union all
  select 'trigger', t.tgname, t.tgenabled::text || ' ' || pg_get_triggerdef(t.oid)
  from pg_trigger t where not t.tgisinternal
  union all
  select 'function', p.oid::regprocedure::text, pg_get_functiondef(p.oid)
  from pg_proc p where p.pronamespace = 'public'::regnamespace
  union all
  select 'statistics', s.stxname, pg_get_statisticsobjdef(s.oid)
  from pg_statistic_ext s where s.stxnamespace = 'public'::regnamespace
  order by 1, 2, 3`

const catalogOf = (db: Database) => db.query<{ kind: string; name: string; definition: string }>(CATALOG)

test('up, down, up gives the same catalog, and down leaves nothing behind', async () => {
  await using db = await createTestDatabase()
  const names = await migrationNames()
  const before = await catalogOf(db)
  expect(before.length).toBeGreaterThan(50)
  const kinds = ['column', 'constraint', 'domain', 'function', 'index', 'statistics', 'trigger', 'type']
  expect([...new Set(before.map((row) => row.kind))].toSorted()).toEqual(kinds)
  const deletes = before.filter((row) => /FOREIGN KEY/.test(row.definition) && /ON DELETE/.test(row.definition))
  expect(deletes.length).toBe(before.filter((row) => /FOREIGN KEY/.test(row.definition)).length)
  expect(await rollback(db.settings, { steps: names.length })).toEqual(names.toReversed())
  expect((await catalogOf(db)).filter((row) => !/schema_migrations/.test(row.name + row.definition))).toEqual([])
  expect(await pendingMigrations(db)).toEqual(names)
  expect(await migrate(db.settings)).toEqual(names)
  expect(await catalogOf(db)).toEqual(before)
  expect(await pendingMigrations(db)).toEqual([])
})

test('rollback takes back one migration unless it is told otherwise', async () => {
  await using db = await createTestDatabase()
  expect(await rollback(db.settings)).toEqual((await migrationNames()).slice(-1))
})

test('a migration of a newer version is named, not taken back', async () => {
  await using db = await createTestDatabase()
  await db.query(`insert into schema_migrations (name) values ('9999_newer')`)
  await expect(rollback(db.settings)).rejects.toThrow('does not know the migration 9999_newer')
})

test('replicas that start together apply each migration once', async () => {
  await using db = await createTestDatabase()
  const names = await migrationNames()
  await rollback(db.settings, { steps: names.length })
  await db.query('drop table schema_migrations')
  expect(await pendingMigrations(db)).toEqual(names)
  const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(db.settings)))
  expect(applied.flat().toSorted()).toEqual(names)
})

test('every migration has its way back', async () => {
  for (const name of await migrationNames()) expect(await readDown(name), name).not.toBe('')
})
