import { newId, ParleyError } from '@parley/contract'
import { expect, test } from 'vitest'

import { createTestDatabase, createUser } from '../../testing/index.ts'
import { createRepository } from '../index.ts'

const db = await createTestDatabase()
const newUser = async () => createRepository(db, (await createUser(db)).id)
const all = { limit: 200, archived: false, trashed: false }
const notFound = expect.objectContaining({ reason: 'NOT_FOUND' })

test('a new conversation has the defaults, and its Dates survive the way to the database and back', async () => {
  const repo = await newUser()
  const made = await repo.conversations.create({})
  expect(made).toMatchObject({ title: 'New chat', contextLimit: 20, messageCount: 0, preview: '', isMain: false })
  expect(made.createdAt).toBeInstanceOf(Date)
  expect(await repo.conversations.get(made.id)).toEqual(made)
})

test('creating the same id again gives back the one that is there', async () => {
  const repo = await newUser()
  const id = newId()
  const made = await Promise.all(Array.from({ length: 10 }, () => repo.conversations.create({ id, title: 'First' })))
  expect(new Set(made.map((one) => one.createdAt.getTime())).size).toBe(1)
  await repo.conversations.update({ id, title: 'Renamed' })
  expect((await repo.conversations.create({ id, title: 'First' })).title).toBe('Renamed')
})

test('50 simultaneous first calls of main give one conversation', async () => {
  const repo = await newUser()
  const mains = await Promise.all(Array.from({ length: 50 }, () => repo.conversations.main()))
  expect(new Set(mains.map((main) => main.id)).size).toBe(1)
  expect(mains[0]?.isMain).toBe(true)
})

test('a trashed main conversation makes room for a new one and can be restored beside it', async () => {
  const repo = await newUser()
  const first = await repo.conversations.main()
  await repo.conversations.delete({ id: first.id, permanently: false })
  const second = await repo.conversations.main()
  expect(second.id).not.toBe(first.id)
  expect((await repo.conversations.restore(first.id)).isMain).toBe(false)
})

test('update changes only what is given and keeps the place in the list', async () => {
  const repo = await newUser()
  const made = await repo.conversations.create({ title: 'A', systemPrompt: 'Be brief.', model: 'demo:offline' })
  const pinned = await repo.conversations.update({ id: made.id, pinned: true, contextLimit: 5 })
  expect(pinned).toEqual({ ...made, contextLimit: 5, pinnedAt: pinned.pinnedAt })
  expect(pinned.pinnedAt).toBeInstanceOf(Date)
  const cleared = await repo.conversations.update({ id: made.id, pinned: false, systemPrompt: null, model: null })
  expect(cleared).toEqual({ ...made, contextLimit: 5, systemPrompt: null, model: null })
})

test('list: pinned first, then newest message first; archived and trashed ones apart', async () => {
  const repo = await newUser()
  const ids: string[] = []
  for (const title of ['a', 'b', 'c', 'd', 'e']) {
    const { id } = await repo.conversations.create({ title })
    await repo.messages.append({ conversationId: id, role: 'user', content: `about ${title}` })
    ids.push(id)
  }
  const [a = '', b = '', c = '', d = '', e = ''] = ids
  await repo.conversations.update({ id: b, pinned: true })
  await repo.conversations.update({ id: c, archived: true })
  await repo.conversations.delete({ id: d, permanently: false })
  const titles = async (input: Partial<typeof all>) =>
    (await repo.conversations.list({ ...all, ...input })).items.map((item) => item.title)
  expect(await titles({})).toEqual(['b', 'e', 'a'])
  expect(await titles({ archived: true })).toEqual(['c'])
  expect(await titles({ trashed: true })).toEqual(['d'])
  await repo.messages.append({ conversationId: a, role: 'user', content: 'again\n\nabout  a' })
  const { items } = await repo.conversations.list(all)
  expect(items.map((item) => item.id)).toEqual([b, a, e])
  expect(items[1]).toMatchObject({ messageCount: 2, preview: 'again about a' })
  expect(items[1]).not.toHaveProperty('systemPrompt')
})

test.each([1, 2, 3, 7])('pages of %i make up the whole list, also where many share a moment', async (limit) => {
  const repo = await newUser()
  const made = await Promise.all(Array.from({ length: 23 }, (_, i) => repo.conversations.create({ title: `t${i}` })))
  for (const { id } of made.slice(0, 5)) await repo.conversations.update({ id, pinned: true })
  const whole = (await repo.conversations.list(all)).items
  const paged = []
  for (let cursor: string | null = null; ;) {
    const page = await repo.conversations.list({ ...all, limit, cursor })
    paged.push(...page.items)
    cursor = page.nextCursor
    if (!cursor) break
  }
  expect(whole).toHaveLength(23)
  expect(paged).toEqual(whole)
})

test.each(['', 'x', 'e30', 'WzFd', 'bnVsbA', Buffer.from('[true,"2026-01-01","x"]').toString('base64url')])(
  'a cursor that was not made here (%j) is refused by name',
  async (cursor) => {
    const repo = await newUser()
    const listing = repo.conversations.list({ ...all, cursor: cursor || 'AAAA' })
    await expect(listing).rejects.toEqual(expect.objectContaining({ reason: 'BAD_REQUEST', field: 'cursor' }))
  },
)

test('what is in the trash is not found by anything but restore, erase and the trashed list', async () => {
  const repo = await newUser()
  const { id } = await repo.conversations.create({})
  const message = await repo.messages.append({ conversationId: id, role: 'user', content: 'kept' })
  const ref = { conversationId: id, messageId: message.id }
  await expect(repo.conversations.restore(id)).rejects.toEqual(notFound)
  await repo.conversations.delete({ id, permanently: false })
  const refused = [
    () => repo.conversations.get(id),
    () => repo.conversations.create({ id }),
    () => repo.conversations.update({ id, title: 'x' }),
    () => repo.conversations.delete({ id, permanently: false }),
    () => repo.messages.list({ conversationId: id, limit: 5 }),
    () => repo.messages.get(ref),
    () => repo.messages.siblings(ref),
    () => repo.messages.append({ conversationId: id, role: 'user', content: 'x' }),
    () => repo.messages.count(id),
    () => repo.messages.context({ conversationId: id, limit: 5 }),
    () => repo.generations.state(ref),
    () => repo.turns.requestStop(ref),
  ]
  for (const call of refused) await expect(call(), String(call)).rejects.toEqual(notFound)
  await repo.conversations.restore(id)
  expect((await repo.messages.list({ conversationId: id, limit: 5 })).items).toMatchObject([{ content: 'kept' }])
})

test('permanently erases a conversation with everything in it, also from the trash', async () => {
  const repo = await newUser()
  const { id } = await repo.conversations.create({})
  const owner = newId()
  await repo.turns.start({ conversationId: id, messageId: newId(), content: 'q', model: 'm:1', owner, title: 't' })
  await repo.conversations.delete({ id, permanently: false })
  await repo.conversations.delete({ id, permanently: true })
  for (const table of ['conversations', 'generations']) {
    const column = table === 'conversations' ? 'id' : 'conversation_id'
    expect(await db.query(`select 1 from ${table} where ${column} = $1`, [id])).toEqual([])
  }
  await expect(repo.conversations.delete({ id, permanently: true })).rejects.toEqual(notFound)
})

test('the database holds the limits by itself', async () => {
  const repo = await newUser()
  const tooLong = repo.conversations.create({ title: 'x'.repeat(256) })
  await expect(tooLong).rejects.toEqual(expect.objectContaining({ reason: 'BAD_REQUEST' }))
  await expect(repo.conversations.create({ title: 'a\0b' })).rejects.toBeInstanceOf(ParleyError)
  expect((await repo.conversations.create({ title: '😀'.repeat(255) })).title).toHaveLength(510)
})
