import { newId } from '@parley/contract'
import { expect, test } from 'vitest'

import { createTestDatabase, createUser } from '../../testing/index.ts'
import { createRepository } from '../index.ts'

const db = await createTestDatabase()

async function newConversation() {
  const repo = createRepository(db, (await createUser(db)).id)
  const { id } = await repo.conversations.create({})
  return { repo, conversationId: id }
}

test('200 parallel appends get the arrival numbers 1 to 200, in one chain, all counted, their times in the same order', async () => {
  const { repo, conversationId } = await newConversation()
  const appended = await Promise.all(
    Array.from({ length: 200 }, (_, i) => repo.messages.append({ conversationId, role: 'user', content: `m${i}` })),
  )
  const bySeq = appended.toSorted((a, b) => a.seq - b.seq)
  expect(bySeq.map((message) => message.seq)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1))
  expect(bySeq.map((message) => message.parentId)).toEqual([null, ...bySeq.slice(0, -1).map((message) => message.id)])
  const times = bySeq.map((message) => message.createdAt.getTime())
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect((await repo.conversations.get(conversationId)).updatedAt).toEqual(bySeq.at(-1)?.createdAt)
  expect(await repo.messages.count(conversationId)).toBe(200)
  expect((await repo.conversations.get(conversationId)).headId).toBe(bySeq.at(-1)?.id)
})

test('the same id sent many times at once is stored once', async () => {
  const { repo, conversationId } = await newConversation()
  const message = { conversationId, id: newId(), role: 'user', content: 'once' } as const
  const stored = await Promise.all(Array.from({ length: 10 }, () => repo.messages.append(message)))
  expect(new Set(stored.map((one) => one.seq))).toEqual(new Set([1]))
  expect(await repo.messages.count(conversationId)).toBe(1)
})

test('an id that was used with other content is a CONFLICT and changes nothing', async () => {
  const { repo, conversationId } = await newConversation()
  const first = await repo.messages.append({ conversationId, role: 'user', content: 'one' })
  const conflict = expect.objectContaining({ reason: 'CONFLICT' })
  const same = { conversationId, id: first.id, role: 'user', content: 'one' } as const
  await expect(repo.messages.append({ ...same, content: 'two' })).rejects.toEqual(conflict)
  await expect(repo.messages.append({ ...same, role: 'assistant' })).rejects.toEqual(conflict)
  await expect(repo.messages.append({ ...same, parentId: first.id })).rejects.toEqual(conflict)
  expect(await repo.messages.append({ ...same, parentId: null })).toEqual(first)
  expect(await repo.messages.count(conversationId)).toBe(1)
})

test('an explicit parent makes a branch; null starts a new tree; an unknown one is NOT_FOUND and counts nothing', async () => {
  const { repo, conversationId } = await newConversation()
  const append = (content: string, parentId?: string | null) =>
    repo.messages.append({ conversationId, role: 'user', content, ...(parentId === undefined ? {} : { parentId }) })
  const root = await append('root')
  const left = await append('left')
  const right = await append('right', root.id)
  expect([left.parentId, right.parentId]).toEqual([root.id, root.id])
  expect((await append('other root', null)).parentId).toBeNull()
  await expect(append('lost', newId())).rejects.toEqual(expect.objectContaining({ reason: 'NOT_FOUND' }))
  expect(await repo.messages.count(conversationId)).toBe(4)
})

test('a message of another conversation cannot be the parent', async () => {
  const { repo, conversationId } = await newConversation()
  const other = await repo.conversations.create({})
  const foreign = await repo.messages.append({ conversationId: other.id, role: 'user', content: 'there' })
  const attempt = repo.messages.append({ conversationId, role: 'user', content: 'here', parentId: foreign.id })
  await expect(attempt).rejects.toEqual(expect.objectContaining({ reason: 'NOT_FOUND' }))
})

test('content comes back exactly as it was stored', async () => {
  const { repo, conversationId } = await newConversation()
  for (const content of [
    ' leading and trailing \n',
    '\u202Ebidi\u0085',
    '😀'.repeat(1000),
    "'; drop table users; --",
  ]) {
    const message = await repo.messages.append({ conversationId, role: 'user', content })
    expect((await repo.messages.get({ conversationId, messageId: message.id })).content).toBe(content)
  }
})

test('blank or unstorable content is refused by the database as well', async () => {
  const { repo, conversationId } = await newConversation()
  for (const content of ['', ' \n\t', 'a\0b']) {
    const attempt = repo.messages.append({ conversationId, role: 'user', content })
    await expect(attempt).rejects.toEqual(expect.objectContaining({ reason: 'BAD_REQUEST' }))
  }
  expect(await repo.messages.count(conversationId)).toBe(0)
})

test('a message that is sent again late is the one that is there, wherever the head went meanwhile', async () => {
  const { repo, conversationId } = await newConversation()
  const append = (content: string, extra: { id?: string; parentId?: string | null } = {}) =>
    repo.messages.append({ conversationId, role: 'user', content, ...extra })
  const root = await append('root')
  const sent = [
    { id: newId() },
    { id: newId(), parentId: root.id },
    { id: newId(), parentId: null },
    { id: newId(), parentId: root.id },
  ]
  const stored = []
  for (const [i, extra] of sent.entries()) stored.push(await append(`m${i}`, extra))
  await append('later')
  const { updatedAt, headId } = await repo.conversations.get(conversationId)
  for (const [i, extra] of sent.entries()) {
    const again = await Promise.all(Array.from({ length: 5 }, () => append(`m${i}`, extra)))
    expect(again).toEqual(Array(5).fill(stored[i]))
    expect(await append(`m${i}`, { id: extra.id }), 'without its parent').toEqual(stored[i])
    expect(await append(`m${i}`, { id: extra.id, parentId: stored[i]?.parentId ?? null })).toEqual(stored[i])
  }
  expect(await repo.conversations.get(conversationId)).toMatchObject({ messageCount: 6, headId, updatedAt })
})

test('of one id sent at once with different contents exactly one is stored, all others are a CONFLICT', async () => {
  const { repo, conversationId } = await newConversation()
  const { id: parentId } = await repo.messages.append({ conversationId, role: 'user', content: 'root' })
  for (const extra of [{}, { parentId }, { parentId: null }]) {
    const id = newId()
    const before = await repo.messages.count(conversationId)
    const send = (content: string) => repo.messages.append({ conversationId, id, role: 'user', content, ...extra })
    const settled = await Promise.allSettled(Array.from({ length: 12 }, (_, i) => send(`m${i % 4}`)))
    const { content, seq } = await repo.messages.get({ conversationId, messageId: id })
    for (const [i, one] of settled.entries()) {
      if (content === `m${i % 4}`) expect(one).toMatchObject({ status: 'fulfilled', value: { id, content, seq } })
      else expect(one).toMatchObject({ status: 'rejected', reason: { reason: 'CONFLICT' } })
    }
    expect(await repo.messages.count(conversationId)).toBe(before + 1)
  }
})

test('the same id with another parent is a CONFLICT and changes no row', async () => {
  const { repo, conversationId } = await newConversation()
  const append = (content: string, extra: { id?: string; parentId?: string | null } = {}) =>
    repo.messages.append({ conversationId, role: 'user', content, ...extra })
  const root = await append('root')
  const [first, second] = [await append('one'), await append('two')]
  const rows = () => db.query('select * from messages where conversation_id = $1 order by seq', [conversationId])
  const [before, conversation] = [await rows(), await repo.conversations.get(conversationId)]
  const wrong = [
    { id: root.id, content: 'root', parentId: second.id },
    { id: first.id, content: 'one', parentId: null },
    { id: first.id, content: 'one', parentId: second.id },
    { id: second.id, content: 'two', parentId: root.id },
    { id: second.id, content: 'two', parentId: second.id },
  ]
  for (const { content, ...extra } of wrong) {
    await expect(append(content, extra)).rejects.toMatchObject({ reason: 'CONFLICT' })
  }
  expect([await rows(), await repo.conversations.get(conversationId)]).toEqual([before, conversation])
})

test('below an answer that is being written nothing is stored, anywhere else it is', async () => {
  const { repo, conversationId } = await newConversation()
  const runner = { model: 'demo:offline', owner: newId(), title: 't' }
  const question = { conversationId, messageId: newId(), content: 'q' }
  const append = (extra: { id?: string; parentId?: string | null } = {}) =>
    repo.messages.append({ conversationId, role: 'user', content: 'more', ...extra })
  const before = { id: newId() }
  const root = await append(before)
  const { assistantMessage } = await repo.turns.start({ ...runner, ...question })
  const running = expect.objectContaining({ reason: 'GENERATION_RUNNING' })
  await expect(append()).rejects.toEqual(running)
  await expect(append({ parentId: assistantMessage.id })).rejects.toEqual(running)
  expect(await repo.messages.count(conversationId)).toBe(3)
  // What is there already is not stored again.
  expect(await append(before)).toEqual(root)
  await expect(append({ ...before, parentId: assistantMessage.id })).rejects.toMatchObject({ reason: 'CONFLICT' })
  expect((await append({ parentId: question.messageId })).parentId).toBe(question.messageId)
  expect((await append()).seq).toBe(5)
  expect((await append({ parentId: null })).parentId).toBeNull()
  await expect(append({ parentId: assistantMessage.id })).rejects.toEqual(running)
  expect(await repo.messages.count(conversationId)).toBe(6)
})
