import { readFile } from 'node:fs/promises'

import { expect, test } from 'vitest'

import { createTestDatabase } from '../testing/index.ts'
import { drawSchema, shownTypes } from './draw.ts'
import { PAGE, withDiagrams } from './page.ts'

const page = await readFile(PAGE, 'utf8')

test('the diagrams in docs/data-model.md are those of the schema; pnpm db:generate writes them', () => {
  expect(page).toBe(withDiagrams(page))
})

test('docs/data-model.md names every table, index, foreign key and trigger that the database has', async () => {
  await using db = await createTestDatabase()
  const rows = await db.query<{ name: string }>(`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'i')
      and relname not similar to '%\\_pk(ey)?|%\\_unique'
    union
    select conname from pg_constraint where connamespace = 'public'::regnamespace and contype = 'f'
      and conname not like '%\\_fk'
    union
    select tgname from pg_trigger where not tgisinternal`)
  const words = page.replace(drawSchema(), '')
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.map((row) => row.name).filter((name) => !words.includes(`\`${name}\``))).toEqual([])
})

test('every foreign key of the database is a line of the diagrams, and the only line without one is the parent', async () => {
  await using db = await createTestDatabase()
  const keys = await db.query<{ line: string }>(`
    select confrelid::regclass || ' to ' || conrelid::regclass || ' : ' || string_agg(attname, ', ' order by place) as line
    from pg_constraint, unnest(conkey) with ordinality key(number, place)
      join pg_attribute on attnum = number
    where contype = 'f' and connamespace = 'public'::regnamespace and attrelid = conrelid
      and (attname <> 'user_id' or cardinality(conkey) = 1)
    group by pg_constraint.oid, confrelid, conrelid`)
  const drawn = [...drawSchema().matchAll(/(\w+) \S+--o\{ (\w+) : "(.+)"/g)].map(
    ([, to, from, by]) => `${to} to ${from} : ${by}`,
  )
  // The trigger messages_place holds that one.
  expect(drawn.toSorted()).toEqual([...keys.map((key) => key.line), 'messages to messages : parent_id'].toSorted())
})

test('a domain is drawn as the type that it is made from', async () => {
  await using db = await createTestDatabase()
  const domains = await db.query<{ name: string; base: string }>(`
    select typname as name, format_type(typbasetype, typtypmod) as base from pg_type
    where typtype = 'd' and typnamespace = 'public'::regnamespace`)
  expect(domains.length).toBeGreaterThan(0)
  expect(domains.map(({ name }) => [name, shownTypes.get(name)])).toEqual(domains.map(({ name, base }) => [name, base]))
})
