import { expect, test } from 'vitest'

import { createTestDatabase } from '../testing/index.ts'

const db = await createTestDatabase()

/** Sign-in is found by token or provider, before it is known whose it is. */
const IDENTITY = ['sessions', 'accounts']

const KEYS = `
  select c.relname as "table", x.relname as "key",
    (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0]) as "first"
  from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
  where i.indisunique and c.relnamespace = 'public'::regnamespace
  union all
  select c.relname, f.conname,
    (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = f.conkey[1])
  from pg_constraint f join pg_class c on c.oid = f.conrelid
  where f.contype = 'f' and c.relnamespace = 'public'::regnamespace`

test("every primary key, unique index and foreign key of a table of user's data starts with its owner", async () => {
  const owned = await db.query<{ table: string }>(
    `select table_name as "table" from information_schema.columns where table_schema = 'public' and column_name = 'user_id'`,
  )
  const tables = owned.map((row) => row.table).filter((table) => !IDENTITY.includes(table))
  expect(tables.toSorted()).toEqual([
    'conversations',
    'erasures',
    'generation_events',
    'generations',
    'messages',
    'tasks',
  ])
  const keys = (await db.query<{ table: string; key: string; first: string }>(KEYS)).filter((row) =>
    tables.includes(row.table),
  )
  expect(keys.length).toBeGreaterThan(10)
  expect(keys.filter((row) => row.first !== 'user_id')).toEqual([])
})

test('every table that holds no user id is known to hold no data of one', async () => {
  const rows = await db.query<{ table: string }>(`
    select table_name as "table" from information_schema.tables t where table_schema = 'public' and not exists (
      select 1 from information_schema.columns c
      where c.table_schema = 'public' and c.table_name = t.table_name and c.column_name = 'user_id')`)
  const tables = rows.map((row) => row.table).toSorted()
  expect(tables).toEqual(['processes', 'rate_limits', 'schema_migrations', 'users', 'verifications'])
})
