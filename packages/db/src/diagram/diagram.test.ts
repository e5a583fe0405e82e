import { readFile } from 'node:fs/promises'

import { expect, test } from 'vitest'

import { createTestDatabase } from '../testing/index.ts'
import { drawSchema } from './draw.ts'
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
