import type { Database } from '../connect.ts'
import { createRepository } from '../repository/index.ts'
import { createUser } from '../testing/index.ts'

/** For tests: a new user and their rows. */
export async function newUser(db: Database) {
  const { id: userId } = await createUser(db)
  return { userId, repo: createRepository(db, userId) }
}

const OWNED = `
  select c.relname as "table" from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'user_id'
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  order by c.relname`

/** For tests: what each table has of a user, straight from the database. A table that is added later is in it. */
export async function rowsOf(db: Database, userId: string): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {}
  for (const { table } of await db.query<{ table: string }>(OWNED)) {
    const rows = await db.query<{ row: unknown }>(
      `select to_jsonb(t) as row from ${table} t where t.user_id = $1 order by to_jsonb(t)::text`,
      [userId],
    )
    all[table] = rows.map(({ row }) => row)
  }
  return all
}

/** For tests: the tables that have any rows of a user, with how many. */
export async function countsOf(db: Database, userId: string): Promise<Record<string, number>> {
  const tables = Object.entries(await rowsOf(db, userId))
  return Object.fromEntries(
    tables.map(([table, rows]) => [table, rows.length] as const).filter(([, count]) => count > 0),
  )
}

/** For tests: every item of a list, page by page in the order in which they come. */
export async function readPages<Item>(
  read: (cursor: string | null) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<Item[][]> {
  const pages: Item[][] = []
  let cursor: string | null = null
  do {
    const page: { items: Item[]; nextCursor: string | null } = await read(cursor)
    pages.push(page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return pages
}

/** For tests: the numbers from 1 to `last`. */
export const upTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1)
