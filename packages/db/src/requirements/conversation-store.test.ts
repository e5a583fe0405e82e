import { appendMessageInput, contextMessagesInput, limits, newId, roles } from '@parley/contract'
import { describe, expect, test } from 'vitest'

import { connect } from '../connect.ts'
import { createRepository } from '../repository/index.ts'
import { createTestDatabase } from '../testing/index.ts'
import { countsOf, newUser, readPages, rowsOf, upTo } from './fixture.ts'

const db = await createTestDatabase()
const shelf = { archived: false, trashed: false }
const user = 'user' as const

async function newConversation(messages = 0) {
  const { userId, repo } = await newUser(db)
  const { id: conversationId } = await repo.conversations.create({})
  for (const i of upTo(messages)) await repo.messages.append({ conversationId, role: user, content: `m${i}` })
  return { userId, repo, conversationId }
}

describe('conversation store: conversations', () => {
  test('a conversation that is created is there to get, as it was made', async () => {
    const { repo } = await newUser(db)
    const wanted = { id: newId(), title: 'Paris', model: 'demo:offline', systemPrompt: 'Be brief.', contextLimit: 7 }
    const made = await repo.conversations.create(wanted)
    expect(made).toMatchObject({ ...wanted, messageCount: 0, headId: null, preview: '' })
    expect(await repo.conversations.get(wanted.id)).toEqual(made)
  })

  test('the list has the newest update first, and its pages make up the whole', async () => {
    const { repo } = await newUser(db)
    const ids: string[] = []
    for (const i of upTo(7)) ids.push((await repo.conversations.create({ title: `c${i}` })).id)
    const order = [3, 0, 6, 1, 5, 2, 4]
    for (const [at, i] of order.entries()) {
      const id = ids[i] ?? ''
      await repo.messages.append({ conversationId: id, role: user, content: 'newest' })
      await db.query('update conversations set updated_at = $2 where id = $1', [id, new Date(at * 1_000).toISOString()])
    }
    const pages = await readPages((cursor) => repo.conversations.list({ ...shelf, limit: 3, cursor }))
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1])
    expect(pages.flat().map((item) => item.id)).toEqual(order.toReversed().map((i) => ids[i]))
    const { id } = pages.flat().at(-1) ?? { id: '' }
    await repo.messages.append({ conversationId: id, role: user, content: 'again' })
    expect((await repo.conversations.list({ ...shelf, limit: 1 })).items[0]?.id).toBe(id)
  })

  test('deleting one for good takes every row of it from every table, and no other row; its id is remembered', async () => {
    const { userId, repo, conversationId } = await newConversation(3)
    const kept = await rowsOf(db, userId)
    const other = await repo.conversations.create({})
    const runner = { model: 'demo:offline', owner: newId() }
    const turn = { conversationId: other.id, messageId: newId(), content: 'q', title: 't', ...runner }
    const { generation, assistantMessage } = await repo.turns.start(turn)
    const event = [userId, generation?.id ?? '', JSON.stringify({ type: 'text-delta', text: 'a' })]
    await db.query(`insert into generation_events values ($1, $2, 1, $3)`, event)
    const edit = { conversationId: other.id, messageId: turn.messageId, newMessageId: newId(), content: 'r', ...runner }
    await repo.turns.edit(edit)
    expect(assistantMessage.parentId).toBe(turn.messageId)
    expect(await countsOf(db, userId)).toEqual({ conversations: 2, messages: 7, generations: 2, generation_events: 1 })
    await repo.conversations.delete({ id: other.id, permanently: true })
    const erasures = [expect.objectContaining({ noun: 'conversation', id: other.id })]
    expect(await rowsOf(db, userId)).toEqual({ ...kept, erasures })
    expect(await repo.messages.count(conversationId)).toBe(3)
  })

  test('a conversation that is missing is refused by name in every operation on it', async () => {
    const { repo } = await newUser(db)
    const conversationId = newId()
    const calls = [
      () => repo.conversations.get(conversationId),
      () => repo.conversations.update({ id: conversationId, title: 'x' }),
      () => repo.conversations.delete({ id: conversationId, permanently: false }),
      () => repo.conversations.delete({ id: conversationId, permanently: true }),
      () => repo.conversations.restore(conversationId),
      () => repo.messages.append({ conversationId, role: user, content: 'x' }),
      () => repo.messages.append({ conversationId, role: user, content: 'x', parentId: null }),
      () => repo.messages.append({ conversationId, role: user, content: 'x', parentId: newId() }),
      () => repo.messages.all({ conversationId }),
      () => repo.messages.list({ conversationId, limit: 5 }),
      () => repo.messages.context({ conversationId, limit: 5 }),
      () => repo.messages.count(conversationId),
    ]
    for (const call of calls) {
      const message = 'There is no such conversation.'
      await expect(call(), String(call)).rejects.toMatchObject({ name: 'ParleyError', reason: 'NOT_FOUND', message })
    }
  })
})

describe('conversation store: messages', () => {
  test('a message that is added is there, as it was answered', async () => {
    const { repo, conversationId } = await newConversation(1)
    const { headId } = await repo.conversations.get(conversationId)
    const added = await repo.messages.append({ conversationId, role: 'assistant', content: 'Hello.' })
    const body = { role: 'assistant', status: 'complete', content: 'Hello.', parts: null, model: null, error: null }
    expect(added).toMatchObject({ conversationId, parentId: headId, seq: 2, ...body })
    expect(await repo.messages.get({ conversationId, messageId: added.id })).toEqual(added)
    expect(await repo.conversations.get(conversationId)).toMatchObject({ headId: added.id, preview: 'Hello.' })
  })

  test('all gives every message of the active branch, oldest first', async () => {
    const { repo, conversationId } = await newConversation(250)
    const all = await repo.messages.all({ conversationId })
    expect(all.map((message) => message.content)).toEqual(upTo(250).map((i) => `m${i}`))
    const parentId = all[99]?.id ?? ''
    const fork = await repo.messages.append({ conversationId, role: user, content: 'another 101', parentId })
    expect(await repo.messages.all({ conversationId })).toEqual([...all.slice(0, 100), fork])
    expect(await repo.messages.all({ conversationId: (await repo.conversations.create({})).id })).toEqual([])
  })

  test('the context is the last 20 messages unless told otherwise, oldest first, and the full history is kept', async () => {
    const { repo, conversationId } = await newConversation(25)
    const contents = async (limit?: number) => {
      const messages = await repo.messages.context(contextMessagesInput.parse({ conversationId, limit }))
      return messages.map((message) => message.content)
    }
    const all = upTo(25).map((i) => `m${i}`)
    expect(await contents()).toEqual(all.slice(-20))
    for (const limit of [1, 24, 25, limits.contextMessages]) expect(await contents(limit)).toEqual(all.slice(-limit))
    expect((await repo.messages.all({ conversationId })).map((message) => message.content)).toEqual(all)
    expect((await repo.conversations.get(conversationId)).contextLimit).toBe(20)
  })

  test('the count is of all messages, on whichever branch', async () => {
    const { repo, conversationId } = await newConversation()
    expect(await repo.messages.count(conversationId)).toBe(0)
    const { id: parentId } = await repo.messages.append({ conversationId, role: user, content: 'one' })
    for (const count of [2, 3]) {
      await repo.messages.append({ conversationId, role: user, content: 'x', parentId })
      expect(await repo.messages.count(conversationId)).toBe(count)
    }
    const [row] = await db.query('select count(*)::int from messages where conversation_id = $1', [conversationId])
    expect(row).toEqual({ count: 3 })
  })

  test('a role is system, user or assistant; any other is refused at the border and by the store', async () => {
    const { userId, repo, conversationId } = await newConversation()
    for (const role of ['system', 'user', 'assistant'] as const) {
      expect((await repo.messages.append({ conversationId, role, content: 'x' })).role).toBe(role)
    }
    expect(roles).toEqual(['system', 'user', 'assistant'])
    const before = await rowsOf(db, userId)
    for (const role of ['tool', 'User', '', 'user ']) {
      expect(appendMessageInput.safeParse({ conversationId, role, content: 'x' }).error?.issues[0]?.path).toEqual([
        'role',
      ])
      // @ts-expect-error -- a caller that went around the types
      const storing = repo.messages.append({ conversationId, role, content: 'x' })
      await expect(storing).rejects.toMatchObject({ reason: 'BAD_REQUEST' })
    }
    expect(await rowsOf(db, userId)).toEqual(before)
  })

  test('every message moves updatedAt of its conversation, on each way in which one is added', async () => {
    const { repo, conversationId } = await newConversation(1)
    const { headId: root } = await repo.conversations.get(conversationId)
    const runner = { model: 'demo:offline', owner: newId(), title: 't' }
    const ways = [
      () => repo.messages.append({ conversationId, role: user, content: 'to the head' }),
      () => repo.messages.append({ conversationId, role: user, content: 'after an older one', parentId: root }),
      () => repo.messages.append({ conversationId, role: user, content: 'a new tree', parentId: null }),
      () => repo.turns.start({ conversationId, messageId: newId(), content: 'a turn', ...runner }),
      () => repo.turns.edit({ conversationId, messageId: root ?? '', newMessageId: newId(), content: 'e', ...runner }),
    ]
    for (const add of ways) {
      await db.query(`update conversations set updated_at = '2026-01-01' where id = $1`, [conversationId])
      await add()
      const { updatedAt, headId } = await repo.conversations.get(conversationId)
      const newest = await repo.messages.get({ conversationId, messageId: headId ?? '' })
      expect(updatedAt, String(add)).toEqual(newest.createdAt)
    }
  })

  test('writers of two replicas at once lose and double nothing', async () => {
    await using replica = connect(db.settings)
    const { userId, repo, conversationId } = await newConversation()
    const other = createRepository(replica, userId)
    const sent = upTo(40).map((i) => `m${i}`)
    const send = (content: string, i: number) =>
      (i % 2 ? repo : other).messages.append({ conversationId, role: user, content })
    await Promise.all(sent.map(send))
    const all = await repo.messages.all({ conversationId })
    expect(all.map((message) => message.seq)).toEqual(upTo(40))
    expect(all.map((message) => message.content).toSorted()).toEqual(sent.toSorted())
    expect(await other.messages.all({ conversationId })).toEqual(all)
  })
})
