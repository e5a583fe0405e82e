import { newId } from '@parley/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Database } from '../connect.ts'
import { createRepository } from '../repository/index.ts'
import { createTestDatabase, createUser } from '../testing/index.ts'
import { migrationNames } from './files.ts'
import { migrate } from './migrate.ts'
import { rollback } from './rollback.ts'

const names = await migrationNames()
const toFirst = { steps: names.length - 1 }

interface Told {
  id: string
  parentId: string | null
  seq: number
  segment: number
  depth: number
}

/** A tree of which each number picks a parent among the messages before it, placed as docs/data-model.md tells. */
function grow(picks: number[]): Told[] {
  const tree: Told[] = []
  for (const [i, pick] of picks.entries()) {
    const parent = pick === 0 ? undefined : tree[(pick - 1) % Math.max(i, 1)]
    const isFirst = parent !== undefined && !tree.some((other) => other.parentId === parent.id)
    tree.push({
      id: newId(),
      parentId: parent?.id ?? null,
      seq: i + 1,
      segment: isFirst ? parent.segment : i + 1,
      depth: (parent?.depth ?? 0) + 1,
    })
  }
  return tree
}

function branchOf(tree: Told[], leaf: Told): string[] {
  const parent = tree.find((one) => one.id === leaf.parentId)
  return [...(parent ? branchOf(tree, parent) : []), leaf.id]
}

/** A conversation with its messages, in the columns of the first migration. */
async function storeFirst(db: Database, userId: string, tree: Told[], head: Told | undefined): Promise<string> {
  const id = newId()
  await db.query(`insert into conversations (user_id, id, head_id, message_count) values ($1, $2, $3, $4)`, [
    userId,
    id,
    head?.id ?? null,
    tree.length,
  ])
  await db.query(
    `insert into messages (user_id, conversation_id, id, parent_id, seq, role, content)
     select $1, $2, m.id, m."parentId", m.seq, 'user', 'm' || m.seq
     from jsonb_to_recordset($3::jsonb) as m(id uuid, "parentId" uuid, seq int) order by m.seq`,
    [userId, id, JSON.stringify(tree)],
  )
  return id
}

/** Every row of every table, in the columns that the database has now. */
async function contents(db: Database, tables: { table: string; columns: string }[]) {
  const read = tables.map(async ({ table, columns }) => {
    const rows = await db.query<object>(`select ${columns} from ${table} t order by t::text`)
    return [table, rows.map((row) => JSON.stringify(row)).toSorted()]
  })
  return Object.fromEntries(await Promise.all(read)) as unknown
}

const columnsOf = (db: Database) =>
  db.query<{ table: string; columns: string }>(`
    select table_name as "table", string_agg(column_name, ', ' order by ordinal_position) as columns
    from information_schema.columns where table_schema = 'public' and table_name <> 'schema_migrations'
    group by table_name`)

const conversation = fc.record({
  picks: fc.array(fc.nat(12), { maxLength: 14 }),
  head: fc.nat(),
})

test('conversations of the first version get the places that new ones have, and keep everything on the way back', async () => {
  await using db = await createTestDatabase()
  const property = fc.asyncProperty(fc.array(conversation, { minLength: 8, maxLength: 16 }), async (made) => {
    await rollback(db.settings, toFirst)
    const { id: userId } = await createUser(db)
    const columns = await columnsOf(db)
    const stored = new Map<string, { tree: Told[]; head: Told | undefined }>()
    for (const { picks, head: at } of made) {
      const tree = grow(picks)
      const leaves = tree.filter((one) => !tree.some((other) => other.parentId === one.id))
      const head = leaves[at % Math.max(leaves.length, 1)]
      stored.set(await storeFirst(db, userId, tree, head), { tree, head })
    }
    const before = await contents(db, columns)

    for (const again of [false, true]) {
      if (again) await rollback(db.settings, toFirst)
      expect(await contents(db, columns)).toEqual(before)
      await migrate(db.settings)
      expect(await contents(db, columns)).toEqual(before)
      for (const [id, { tree, head }] of stored) {
        expect(await placesOf(db, userId, id)).toEqual(tree)
        expect(await headOf(db, userId, id)).toEqual({
          headId: head?.id ?? null,
          headParentId: head?.parentId ?? null,
          headSegment: head?.segment ?? 1,
          headDepth: head?.depth ?? 0,
        })
      }
    }
    await readEvery(db, userId, stored)
  })
  await fc.assert(property, { numRuns: 2, endOnFailure: true })
})

const placesOf = (db: Database, userId: string, id: string) =>
  db.query<Told>(
    `select id, parent_id as "parentId", seq, segment, depth from messages
     where user_id = $1 and conversation_id = $2 order by seq`,
    [userId, id],
  )

async function headOf(db: Database, userId: string, id: string) {
  const [row] = await db.query(
    `select head_id as "headId", head_parent_id as "headParentId", head_segment as "headSegment",
       head_depth as "headDepth" from conversations where user_id = $1 and id = $2`,
    [userId, id],
  )
  return row
}

async function readEvery(db: Database, userId: string, stored: Map<string, { tree: Told[]; head: Told | undefined }>) {
  const repo = createRepository(db, userId)
  for (const [conversationId, { tree, head }] of stored) {
    const active = await repo.messages.all({ conversationId })
    expect(active.map((message) => message.id)).toEqual(head ? branchOf(tree, head) : [])
    for (const leaf of tree) {
      const { items } = await repo.messages.list({ conversationId, limit: 200, leafId: leaf.id })
      expect(items.map((item) => item.id)).toEqual(branchOf(tree, leaf))
      const siblings = tree.filter((other) => other.parentId === leaf.parentId)
      expect(items.at(-1)).toMatchObject({ siblingCount: siblings.length, siblingIndex: siblings.indexOf(leaf) })
    }
    const added = await repo.messages.append({ conversationId, role: 'user', content: 'goes on' })
    expect(added).toMatchObject({ parentId: head?.id ?? null, seq: tree.length + 1 })
  }
}

test('each migration can be taken back on a database with rows in every table', async () => {
  await using db = await createTestDatabase()
  const userId = (await createUser(db)).id
  await fill(db, userId)
  for (const name of names.toReversed()) {
    for (const { table } of await columnsOf(db)) {
      expect([table, await db.query(`select from ${table} limit 1`)]).toEqual([table, [{}]])
    }
    expect(await rollback(db.settings)).toEqual([name])
  }
  expect(await columnsOf(db)).toEqual([])
  expect(await migrate(db.settings)).toEqual(names)
})

/** A row in every table: of a turn that runs and has said something, a task that came from it, one that was erased, and of signing in. */
async function fill(db: Database, userId: string): Promise<void> {
  const repo = createRepository(db, userId)
  const [conversationId, messageId, owner] = [newId(), newId(), newId()]
  await db.query('insert into processes (id) values ($1)', [owner])
  const start = { conversationId, messageId, content: 'q', model: 'demo:offline', owner, title: 'q' }
  const { generation } = await repo.turns.start(start)
  await db.query(`insert into generation_events (user_id, generation_id, seq, event) values ($1, $2, 1, $3::jsonb)`, [
    userId,
    generation?.id ?? null,
    JSON.stringify({ type: 'text-delta', text: 'a' }),
  ])
  await repo.tasks.create({ title: 'Milk', source: { conversationId, messageId } })
  await repo.tasks.delete((await repo.tasks.create({ title: 'Oats' })).id)
  await db.query(`insert into rate_limits (key, count, last_request) values ('key', 1, 1)`)
  await db.query(`insert into verifications (identifier, value, expires_at) values ('identifier', 'value', now())`)
  await db.query(`insert into sessions (user_id, token, expires_at) values ($1, 'token', now())`, [userId])
  await db.query(`insert into accounts (user_id, provider_id, account_id) values ($1, 'credential', 'id')`, [userId])
}
