import { newId } from '@parley/contract'
import type { TransactionSql } from 'postgres'
import { afterAll, describe, expect, test } from 'vitest'

import { createTestDatabase } from '../testing/index.ts'
import { newWorld, plainly, refusal, store, type Row, type Table, type World } from './fixture.ts'

const db = await createTestDatabase()
const sql = plainly(db.settings)
afterAll(() => sql.end())

interface ForeignKey {
  name: string
  table: Table
  columns: string[]
  target: Table
  targetColumns: string[]
}

const keys = await sql<ForeignKey[]>`
  select f.conname as name, f.conrelid::regclass::text as "table", f.confrelid::regclass::text as target,
    (select array_agg(a.attname::text order by k.n) from unnest(f.conkey) with ordinality k(num, n)
     join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.num) as columns,
    (select array_agg(a.attname::text order by k.n) from unnest(f.confkey) with ordinality k(num, n)
     join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.num) as "targetColumns"
  from pg_constraint f
  where f.contype = 'f' and f.conparentid = 0 and f.connamespace = 'public'::regnamespace
  order by 1`

/** Every way to put another's values, or values of nobody, into some columns of a key: all its columns, or one. */
function wrongs({ columns, target, targetColumns }: ForeignKey, theirs: World): Row[] {
  const values = columns.map((column, i) => ({ column, other: theirs[target][targetColumns[i] ?? ''] ?? null }))
  const ids = values.filter(({ column }) => column !== 'user_id')
  if (ids.length === 0) return [{ user_id: newId() }]
  const unknown = ids.map(({ column }) => ({ [column]: newId() }))
  const all = Object.fromEntries(ids.map(({ column, other }) => [column, other]))
  return [...values.map(({ column, other }) => ({ [column]: other })), all, ...unknown]
}

/** What refuses the changes, made to my row as it is stored, in a world where others have rows as well. */
const storing = (mine: World, theirs: World, table: Table, changes: Row) =>
  refusal(sql, async (tx) => {
    await store(tx, theirs)
    await store(tx, { ...mine, [table]: { ...mine[table], ...changes } }, table)
  })

const updating = (mine: World, theirs: World, table: Table, changes: Row) =>
  refusal(sql, async (tx) => {
    await store(tx, theirs)
    await store(tx, mine)
    await tx`update ${tx(table)} set ${tx(changes)} where user_id = ${mine.users['id'] ?? null}`
  })

test('every foreign key of the schema is found', () => {
  expect(keys.map((key) => key.name)).toEqual([
    'accounts_user_id_users_id_fk',
    'conversations_user_id_users_id_fk',
    'erasures_user_id_users_id_fk',
    'generation_events_generation',
    'generations_message',
    'messages_conversation',
    'sessions_user_id_users_id_fk',
    'tasks_source',
    'tasks_user_id_users_id_fk',
  ])
})

describe.each(keys)('the foreign key $name', (key) => {
  const [mine, theirs] = [newWorld(), newWorld()]

  test('refuses a row that points at what is not there or not its owner’s, and accepts one that does not', async () => {
    expect(await storing(mine, theirs, key.table, {})).toBeNull()
    for (const changes of wrongs(key, theirs)) {
      expect([changes, await storing(mine, theirs, key.table, changes)]).toEqual([changes, key.name])
    }
  })

  test('refuses a change that does so', async () => {
    expect(await updating(mine, theirs, key.table, { [key.columns[0] ?? '']: mine.users['id'] ?? null })).toBe(
      key.table === 'messages' ? 'messages_keep' : null,
    )
    for (const changes of wrongs(key, theirs)) {
      const refused = await updating(mine, theirs, key.table, changes)
      // Giving a row to another user may also be refused by a key of what points at the row. Postgres 15 names such a key
      // of a partition by its columns.
      const around = keys.filter(({ table, target }) => [table, target].includes(key.table))
      const names = around.flatMap(({ name, table }) => [name, `${table}_user_id_`])
      if (key.table === 'messages') expect(refused).toBe('messages_keep')
      else if ('user_id' in changes) expect(names.filter((name) => refused?.startsWith(name))).not.toEqual([])
      else expect([changes, refused]).toEqual([changes, key.name])
    }
  })
})

describe('what goes with what', () => {
  /** How many rows each table has of a world's user. */
  async function rowsOf(tx: TransactionSql, world: World): Promise<Record<string, number>> {
    const counts: Record<string, number> = {}
    for (const table of Object.keys(world)) {
      const column = table === 'users' ? 'id' : 'user_id'
      const [row] = await tx<{ rows: number }[]>`
        select count(*)::int as rows from ${tx(table)} where ${tx(column)} = ${world.users['id'] ?? null}`
      counts[table] = row?.rows ?? 0
    }
    return counts
  }
  const each = (world: World, rows: number) => Object.fromEntries(Object.keys(world).map((table) => [table, rows]))

  test('erasing a user erases every row of theirs and none of another’s', async () => {
    const [mine, theirs] = [newWorld(), newWorld()]
    const refused = await refusal(sql, async (tx) => {
      await store(tx, mine)
      await store(tx, theirs)
      await tx`delete from users where id = ${mine.users['id'] ?? null}`
      expect(await rowsOf(tx, mine)).toEqual(each(mine, 0))
      expect(await rowsOf(tx, theirs)).toEqual(each(theirs, 1))
    })
    expect(refused).toBeNull()
  })

  test('erasing a conversation erases what is in it; the tasks that came from it stay without their source', async () => {
    const world = newWorld()
    const refused = await refusal(sql, async (tx) => {
      await store(tx, world)
      await tx`delete from conversations where user_id = ${world.users['id'] ?? null}`
      const gone = { conversations: 0, messages: 0, generations: 0, generation_events: 0 }
      expect(await rowsOf(tx, world)).toEqual({ ...each(world, 1), ...gone })
      const sources = await tx`
        select source_conversation_id, source_message_id from tasks where user_id = ${world.users['id'] ?? null}`
      expect(sources).toEqual([{ source_conversation_id: null, source_message_id: null }])
    })
    expect(refused).toBeNull()
  })
})
