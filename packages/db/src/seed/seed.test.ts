import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Database } from '../connect.ts'
import { createRepository } from '../repository/index.ts'
import { createTestDatabase, createUser } from '../testing/index.ts'
import { findAccount, seed, type SeedOptions } from './index.ts'
import { sampleUser } from './user.ts'

const until = new Date('2026-01-01T00:00:00Z')
const options: SeedOptions = { owners: 3, conversations: 25, messages: 12, tasks: 8, seed: 1, until }
const tables = ['users', 'conversations', 'messages', 'tasks']

/** Every row of a table as text, in one order; without the transaction that stored it, which is each database's own. */
async function dump(db: Database, table: string): Promise<string[]> {
  const rows = await db.query<{ row: string }>(
    `select (to_jsonb(t) - 'changed_in')::text as row from ${table} t order by 1`,
  )
  return rows.map(({ row }) => row)
}

test('the same options give the same rows in another database, to the byte', async () => {
  await using one = await createTestDatabase()
  await using two = await createTestDatabase()
  const [first, second] = [await seed(one, options), await seed(two, options)]
  expect(second).toEqual(first)
  for (const table of tables) {
    const rows = await dump(one, table)
    expect(rows.length, table).toBeGreaterThan(0)
    expect(await dump(two, table), table).toEqual(rows)
  }
  await using three = await createTestDatabase()
  await seed(three, { ...options, seed: 2 })
  expect(await dump(three, 'messages')).not.toEqual(await dump(one, 'messages'))
})

test('a second run adds nothing and says so; a bigger one adds what is missing', async () => {
  await using db = await createTestDatabase()
  const first = await seed(db, options)
  const before = await dump(db, 'messages')
  const none = { users: 0, conversations: 0, messages: 0, tasks: 0 }
  expect(await seed(db, options)).toEqual({ ...none, already: first.conversations })
  expect(await dump(db, 'messages')).toEqual(before)
  const more = await seed(db, { ...options, owners: 4, conversations: 30 })
  expect(more).toMatchObject({ users: 1, conversations: 15 + 30, already: 75 })
  expect(await dump(db, 'messages')).toEqual(expect.arrayContaining(before))
})

test('a run that was stopped is completed by the next one', async () => {
  await using whole = await createTestDatabase()
  await using db = await createTestDatabase()
  const many = { ...options, conversations: 200 }
  await seed(whole, many)
  const stop = new AbortController()
  const first = await seed(db, { ...many, signal: stop.signal, onProgress: () => stop.abort() })
  expect(first.conversations).toBeGreaterThan(0)
  expect(first.conversations).toBeLessThan(600)
  await seed(db, many)
  for (const table of tables) expect(await dump(db, table), table).toEqual(await dump(whole, table))
})

test('what others have is not touched, and an account gets samples of its own', async () => {
  await using db = await createTestDatabase()
  const { id: userId } = await createUser(db)
  const repo = createRepository(db, userId)
  const main = await repo.conversations.main()
  const message = await repo.messages.append({ conversationId: main.id, role: 'user', content: 'mine' })
  await seed(db, { ...options, owners: 1 })
  expect(await findAccount(db, 'newest')).toMatchObject({ id: userId })
  expect(await findAccount(db, userId)).toMatchObject({ id: userId })
  expect(await findAccount(db, 'nobody')).toBeNull()
  expect(await repo.conversations.get(main.id)).toMatchObject({ messageCount: 1, headId: message.id })
  const added = await seed(db, { ...options, owners: { userId } })
  expect(added).toMatchObject({ users: 0, conversations: 25, already: 0 })
  expect(await repo.conversations.main()).toMatchObject({ id: main.id, messageCount: 1 })
})

test("a sample user's address that another account has is told, and nothing is stored", async () => {
  await using db = await createTestDatabase()
  const { id } = await createUser(db)
  await db.query(`update users set email = $1 where id = $2`, [sampleUser(2).email, id])
  await expect(seed(db, options)).rejects.toThrow('Another account has the address sample-2@example.com.')
  expect(await dump(db, 'conversations')).toEqual([])
})

test('any size is stored whole', async () => {
  await using db = await createTestDatabase()
  const sizes = fc.record({
    owners: fc.integer({ min: 0, max: 2 }),
    conversations: fc.integer({ min: 0, max: 4 }),
    messages: fc.integer({ min: 0, max: 6 }),
    tasks: fc.integer({ min: 0, max: 5 }),
    seed: fc.integer({ min: 0, max: 1_000_000 }),
  })
  const stored = async () => {
    const counts = await Promise.all(tables.map((table) => dump(db, table).then((rows) => rows.length)))
    return Object.fromEntries(tables.map((table, index) => [table, counts[index]]))
  }
  const property = fc.asyncProperty(sizes, async (size) => {
    await db.query('truncate users cascade')
    const { already, ...added } = await seed(db, { ...size, until })
    expect(already).toBe(0)
    expect(await stored()).toEqual(added)
    expect(added).toMatchObject({ users: size.owners, conversations: size.owners * size.conversations })
  })
  await fc.assert(property, { numRuns: 30 })
})
