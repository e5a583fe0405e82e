import { newId } from '@parley/contract'
import { expect, test } from 'vitest'

import type { Database } from '../connect.ts'
import { createRepository, type Repository } from '../repository/index.ts'
import { createTestDatabase, createUser } from '../testing/index.ts'
import { makeHistories, messageAt } from './histories.fixture.ts'
import { touchedBy } from './plan.fixture.ts'

const db = await createTestDatabase()
const { userId, short, long, wide, forked, running } = await makeHistories(db)
const on = (operation: (repo: Repository) => Promise<unknown>) => (one: Database) =>
  operation(createRepository(one, userId))

/** Rows of messages and of conversations that an operation fetches. */
async function rowsOf(operation: (repo: Repository) => Promise<unknown>): Promise<[messages: number, other: number]> {
  const touched = await touchedBy(db, on(operation))
  return [touched.get('messages')?.rows ?? 0, touched.get('conversations')?.rows ?? 0]
}
const last = (conversationId: string, limit: number) => rowsOf((repo) => repo.messages.list({ conversationId, limit }))

test('the last 20 of 100 messages and of 10,000 take the same 20 rows', async () => {
  for (const conversationId of [short, long]) {
    const [messages, conversations] = await rowsOf((repo) => repo.messages.context({ conversationId, limit: 20 }))
    expect(messages).toBe(20)
    expect(conversations).toBeLessThanOrEqual(2)
    const [listed, around] = await last(conversationId, 20)
    expect(listed).toBe(21)
    expect(around).toBeLessThanOrEqual(3)
  }
})

test('a page deep in 10,000 messages takes its own rows', async () => {
  const [messages] = await rowsOf((repo) =>
    repo.messages.list({ conversationId: long, limit: 50, leafId: messageAt(long, 5_000) }),
  )
  expect(messages).toBeLessThanOrEqual(51 + 2)
})

test('one of 10,000 messages is found by its key, and by its place', async () => {
  const ref = { conversationId: long, messageId: messageAt(long, 5_000) }
  expect(await rowsOf((repo) => repo.messages.get(ref))).toEqual([1, 1])
  expect((await rowsOf((repo) => repo.turns.branchLength({ conversationId: long, leafId: ref.messageId })))[0]).toBe(1)
  const touched = await touchedBy(db, (one) =>
    one.query(
      `insert into messages (user_id, conversation_id, id, parent_id, seq, role, content)
       values ($1, $2, $3, $4, 10001, 'user', 'by anyone')`,
      [userId, long, newId(), ref.messageId],
    ),
  )
  expect(touched.get('messages')?.rows).toBeLessThanOrEqual(3)
})

test('the last 50 below 1,000 versions of one message take no version but that on the way', async () => {
  const [messages] = await last(wide, 50)
  // And the root, which says how many roots there are.
  expect(messages).toBeLessThanOrEqual(51 + 1)
})

test('the last 50 of a branch that forks at every seventh message take the rows of the page and of its forks', async () => {
  // Eight stretches with two rows each to find them, one more row at each fork, and the root.
  const bound = 51 + 8 * 2 + 8 + 1
  expect((await last(forked, 50))[0]).toBeLessThanOrEqual(bound)
  const [deep] = await rowsOf((repo) =>
    repo.messages.list({ conversationId: forked, limit: 50, leafId: messageAt(forked, 5_009) }),
  )
  expect(deep).toBeLessThanOrEqual(bound + 2)
  expect((await rowsOf((repo) => repo.messages.context({ conversationId: forked, limit: 20 })))[0]).toBeLessThanOrEqual(
    20 + 4 * 2,
  )
})

test('the versions of one message take their own rows, however many others there are', async () => {
  const [messages] = await rowsOf((repo) =>
    repo.messages.siblings({ conversationId: forked, messageId: messageAt(forked, 5_000) }),
  )
  expect(messages).toBeLessThanOrEqual(2 + 2)
  const [answers] = await rowsOf((repo) =>
    repo.turns.regenerate({
      conversationId: forked,
      messageId: messageAt(forked, 4_996),
      newMessageId: messageAt(forked, 20_000),
      model: 'demo:offline',
      owner: userId,
    }),
  )
  expect(answers).toBeLessThanOrEqual(8)
})

test('a message is added after the head without a look at the messages, and anywhere with three', async () => {
  const append = (parentId?: string) =>
    rowsOf((repo) =>
      repo.messages.append({ conversationId: long, role: 'user', content: 'on', ...(parentId && { parentId }) }),
    )
  expect((await append())[0]).toBe(0)
  expect((await append(messageAt(long, 5_000)))[0]).toBeLessThanOrEqual(3)
})

test('erasing a conversation finds what goes with it by an index', async () => {
  const touched = await touchedBy(
    db,
    on((repo) => repo.conversations.delete({ id: running.conversationId, permanently: true })),
  )
  const rows = Object.fromEntries([...touched].map(([table, { rows: count }]) => [table, count]))
  // The conversation is locked before, the generation is told to stop, and some old erasures are looked at.
  expect(rows).toMatchObject({ conversations: 2, messages: 2, generations: 2, generation_events: 200 })
  expect(rows['erasures']).toBeLessThanOrEqual(20)
  // That the owner of what is remembered exists is looked up in a table of few users here.
  const scanned = [...touched].filter(([table, { scans }]) => scans > 0 && table !== 'users')
  expect(scanned).toEqual([])
})

test('erasing a user finds everything of theirs by an index', async () => {
  const other = (await createUser(db)).id
  const { id: conversationId } = await createRepository(db, other).conversations.create({})
  const ref = { conversationId, messageId: newId() }
  const repo = createRepository(db, other)
  await repo.turns.start({ ...ref, content: 'q', title: 'q', model: 'demo:offline', owner: newId() })
  await repo.tasks.create({ title: 'Milk', source: ref })
  const touched = await touchedBy(db, (one) => one.query('delete from users where id = $1', [other]))
  for (const table of ['conversations', 'messages', 'generations', 'generation_events', 'tasks', 'erasures']) {
    expect([table, touched.get(table)?.scans]).toEqual([table, 0])
  }
  expect(touched.get('messages')?.rows).toBe(2)
})
