import { expect, test } from 'vitest'

import type { Database } from '../../connect.ts'
import { touchedBy } from '../../schema/plan.fixture.ts'
import { createTestDatabase, createUser } from '../../testing/index.ts'
import { createRepository, type Repository } from '../index.ts'
import { expectTree } from './tree.fixture.ts'

const db = await createTestDatabase()

/** The trunk's length, its forks, which begin three messages each, and the versions of the fifth message from its end. */
const [DEEP, EVERY, VERSIONS] = [10_000, 10, 1_000]
const FORKED_AT = DEEP - 5

// As the repository's statements do, which know where a message lies.
const insert = (rows: string) => `
  insert into messages (user_id, conversation_id, id, parent_id, seq, segment, depth, role, content)
  select $1::uuid, $2::uuid, md5('m' || seq)::uuid, md5('m' || nullif(parent, 0))::uuid, seq, segment, depth, 'user', 'm' || seq
  from (${rows}) r where set_config('parley.placed', 'on', true) = 'on'`

const TRUNK = insert(`select n as seq, n - 1 as parent, 1 as segment, n as depth from generate_series(1, ${DEEP}) n`)

const FORKS = insert(`
  select ${DEEP} + 3 * (f - 1) + k as seq, case when k = 1 then f * ${EVERY} - 2 else ${DEEP} + 3 * (f - 1) + k - 1 end as parent,
    ${DEEP} + 3 * (f - 1) + 1 as segment, f * ${EVERY} - 2 + k as depth
  from generate_series(1, ${DEEP / EVERY}) f, generate_series(1, 3) k`)

const BEFORE = DEEP + (3 * DEEP) / EVERY
const SIBLINGS = insert(`
  select ${BEFORE} + n as seq, ${FORKED_AT} as parent, ${BEFORE} + n as segment, ${FORKED_AT} + 1 as depth
  from generate_series(1, ${VERSIONS - 1}) n`)

const LAST = BEFORE + VERSIONS - 1

const HEAD = `
  update conversations c set message_count = (select max(seq) from messages where user_id = $1 and conversation_id = $2),
    head_id = m.id, head_parent_id = m.parent_id, head_segment = m.segment, head_depth = m.depth
  from messages m
  where c.user_id = $1 and c.id = $2 and m.user_id = $1 and m.conversation_id = $2 and m.seq = ${DEEP}`

const messageAt = async (userId: string, conversationId: string, seq: number) => {
  const [row] = await db.query<{ id: string }>(
    'select id from messages where user_id = $1 and conversation_id = $2 and seq = $3',
    [userId, conversationId, seq],
  )
  return row?.id ?? ''
}

/** 10,000 messages deep, with 1,000 forks along the way and 1,000 versions of one message close to the head. */
async function makeDeep() {
  const userId = (await createUser(db)).id
  const { id: conversationId } = await createRepository(db, userId).conversations.create({})
  for (const statement of [TRUNK, FORKS, SIBLINGS, HEAD]) await db.query(statement, [userId, conversationId])
  await db.query('vacuum analyze messages')
  return { db, userId, conversationId, at: (seq: number) => messageAt(userId, conversationId, seq) }
}
const deep = await makeDeep()
const { userId, conversationId, at } = deep

/** Rows of messages that an operation fetches; it looks through no table. */
async function rowsOf(operation: (repo: Repository) => Promise<unknown>): Promise<number> {
  const touched = await touchedBy(db, (one: Database) => operation(createRepository(one, userId)))
  for (const [table, { scans }] of touched) if (table !== 'processes') expect([table, scans]).toEqual([table, 0])
  return touched.get('messages')?.rows ?? 0
}

test('the tree is one that the repository could have made', async () => {
  expect((await expectTree(deep)).rows).toHaveLength(LAST)
})

test('the last 50 of the active branch take their own rows, 10,000 messages deep, with 1,000 versions of one counted', async () => {
  const read = (repo: Repository) => repo.messages.list({ conversationId, limit: 50 })
  const { items } = await read(createRepository(db, userId))
  const seqs = Array.from({ length: 50 }, (_, i) => DEEP - 49 + i)
  const versions = (seq: number) => (seq === FORKED_AT + 1 ? VERSIONS : seq % EVERY === EVERY - 1 ? 2 : 1)
  expect(items.map((item) => [item.seq, item.siblingIndex, item.siblingCount])).toEqual(
    seqs.map((seq) => [seq, 0, versions(seq)]),
  )
  // One more than the page to know that there are older ones, and the root.
  expect(await rowsOf(read)).toBeLessThanOrEqual(51 + 1)
})

test('1,000 versions of one message are read with one row more than they have', async () => {
  const messageId = await at(FORKED_AT + 1)
  const read = (repo: Repository) => repo.messages.siblings({ conversationId, messageId })
  expect(await read(createRepository(db, userId))).toHaveLength(VERSIONS)
  expect(await rowsOf(read)).toBeLessThanOrEqual(VERSIONS + 2)
})

test('the head is switched without a look at the 10,000 messages between', async () => {
  const switchTo = (messageId: string) => (repo: Repository) =>
    repo.conversations.switchHead({ id: conversationId, messageId })
  // The message itself, the newest one below it and its place; one row for each point with a fork that came after.
  const [few, points] = [8, DEEP / EVERY]
  expect(await rowsOf(switchTo(await at(1)))).toBeLessThanOrEqual(points + few)
  expect(await rowsOf(switchTo(await at(LAST)))).toBeLessThanOrEqual(few)
  const fork = switchTo(await at(DEEP + 1))
  expect(await rowsOf(fork)).toBeLessThanOrEqual(points + few)
  // The first fork: what is to be found now is below the 10,000 messages that it left, and one row in the end of each segment.
  expect((await fork(createRepository(db, userId))).headId).toBe(await at(DEEP + 3))
  const back = switchTo(await at(EVERY))
  expect(await rowsOf(back)).toBeLessThanOrEqual(points + points + VERSIONS + few)
  expect((await back(createRepository(db, userId))).headId).toBe(await at(LAST))
  await expectTree(deep)
})
