import { newId } from '@parley/contract'
import { expect, test } from 'vitest'

import { createGenerationLog } from '../../generation-log/index.ts'
import { createTestDatabase, createUser } from '../../testing/index.ts'
import { createRepository } from '../index.ts'

const db = await createTestDatabase()
const owner = newId()
const log = createGenerationLog(db, owner)
await log.register()

const runner = { model: 'demo:offline', owner }
const running = expect.objectContaining({ reason: 'GENERATION_RUNNING' })
const conflict = expect.objectContaining({ reason: 'CONFLICT' })
const badRequest = expect.objectContaining({ reason: 'BAD_REQUEST', field: 'messageId' })

async function newChat() {
  const userId = (await createUser(db)).id
  const repo = createRepository(db, userId)
  const conversationId = newId()
  const send = (content: string, messageId: string = newId(), parentId?: string | null) =>
    repo.turns.start({
      conversationId,
      messageId,
      content,
      ...runner,
      title: content,
      ...(parentId === undefined ? {} : { parentId }),
    })
  const finish = async (
    turn: { generation: { id: string } | null },
    content: string,
    status: 'complete' | 'stopped' = 'complete',
  ) => {
    const ended = { userId, generationId: turn.generation?.id ?? '', status, usage: null, error: null }
    expect(await log.finish({ ...ended, body: { content, parts: null } })).toBe(true)
  }
  return { repo, userId, conversationId, send, finish }
}

test('start makes the conversation, the question, the empty answer and its generation', async () => {
  const { repo, conversationId, send } = await newChat()
  const turn = await send('Hello there')
  expect(turn.conversation).toMatchObject({
    id: conversationId,
    title: 'Hello there',
    messageCount: 2,
    preview: 'Hello there',
  })
  expect(turn.conversation.headId).toBe(turn.assistantMessage.id)
  expect(turn.userMessage).toMatchObject({ seq: 1, role: 'user', status: 'complete', parentId: null, model: null })
  expect(turn.assistantMessage).toMatchObject({
    seq: 2,
    status: 'streaming',
    content: '',
    parentId: turn.userMessage.id,
  })
  expect(turn.generation).toMatchObject({ status: 'running', owner, messageId: turn.assistantMessage.id })
  expect(await repo.conversations.get(conversationId)).toEqual(turn.conversation)
})

test('50 parallel starts with one id start one generation and store one question', async () => {
  const { repo, conversationId, send } = await newChat()
  const messageId = newId()
  const turns = await Promise.all(Array.from({ length: 50 }, () => send('once', messageId)))
  expect(turns.filter((turn) => turn.generation !== null)).toHaveLength(1)
  expect(new Set(turns.map((turn) => turn.assistantMessage.id)).size).toBe(1)
  expect(await repo.messages.count(conversationId)).toBe(2)
})

test('the title is given once: not to a named conversation, not to one with messages', async () => {
  const { repo, conversationId, send, finish } = await newChat()
  await repo.conversations.create({ id: conversationId })
  const first = await send('Names it')
  expect(first.conversation.title).toBe('Names it')
  await finish(first, 'ok')
  expect((await send('Does not')).conversation.title).toBe('Names it')
  const other = await repo.conversations.create({ title: 'Mine' })
  const turn = await repo.turns.start({
    conversationId: other.id,
    messageId: newId(),
    content: 'x',
    ...runner,
    title: 'x',
  })
  expect(turn.conversation.title).toBe('Mine')
})

test('a repeated start gives back what is there, at any later time; other content is a CONFLICT', async () => {
  const { repo, conversationId, send, finish } = await newChat()
  const turn = await send('question')
  await finish(turn, 'answer')
  await repo.messages.append({ conversationId, role: 'user', content: 'later' })
  const again = await send('question', turn.userMessage.id)
  expect(again).toMatchObject({ userMessage: turn.userMessage, generation: null })
  expect(again.assistantMessage).toMatchObject({ id: turn.assistantMessage.id, content: 'answer', status: 'complete' })
  await expect(send('other', turn.userMessage.id)).rejects.toEqual(conflict)
  await expect(send('question', turn.userMessage.id, turn.assistantMessage.id)).rejects.toEqual(conflict)
  await expect(send('x', turn.assistantMessage.id)).rejects.toEqual(conflict)
  expect(await repo.messages.count(conversationId)).toBe(3)
})

test('a question that was only appended is answered by the start that repeats it', async () => {
  const { repo, conversationId, send } = await newChat()
  await repo.conversations.create({ id: conversationId })
  const { id } = await repo.messages.append({ conversationId, role: 'user', content: 'q' })
  const turn = await send('q', id)
  expect(turn.generation).not.toBeNull()
  expect(turn.assistantMessage.parentId).toBe(id)
  expect(await repo.messages.count(conversationId)).toBe(2)
})

test('a question to an answer that is still being written is refused and leaves nothing', async () => {
  const { repo, conversationId, send } = await newChat()
  const turn = await send('first')
  await expect(send('second')).rejects.toEqual(running)
  await expect(send('second', newId(), turn.assistantMessage.id)).rejects.toEqual(running)
  await expect(send('second', newId(), newId())).rejects.toEqual(expect.objectContaining({ reason: 'NOT_FOUND' }))
  expect(await repo.messages.count(conversationId)).toBe(2)
  expect((await send('beside it', newId(), null)).userMessage.parentId).toBeNull()
})

test('a start in a trashed conversation is NOT_FOUND', async () => {
  const { repo, conversationId, send, finish } = await newChat()
  await finish(await send('one'), 'answer')
  await repo.conversations.delete({ id: conversationId, permanently: false })
  await expect(send('two')).rejects.toEqual(expect.objectContaining({ reason: 'NOT_FOUND' }))
})

test('regenerate adds one sibling answer, whichever of question and answer it is asked for', async () => {
  const { repo, conversationId, send, finish } = await newChat()
  const turn = await send('q')
  const ask = (messageId: string, newMessageId = newId()) =>
    repo.turns.regenerate({ conversationId, messageId, newMessageId, ...runner })
  await expect(ask(turn.assistantMessage.id)).rejects.toEqual(running)
  await expect(ask(turn.userMessage.id)).rejects.toEqual(running)
  await finish(turn, 'first answer')
  const newMessageId = newId()
  const second = await ask(turn.assistantMessage.id, newMessageId)
  expect(second.assistantMessage).toMatchObject({
    id: newMessageId,
    parentId: turn.userMessage.id,
    status: 'streaming',
  })
  expect(second.conversation.headId).toBe(newMessageId)
  expect((await ask(turn.assistantMessage.id, newMessageId)).generation).toBeNull()
  await finish(second, 'second answer')
  await finish(await ask(turn.userMessage.id), 'third answer')
  await expect(ask(turn.userMessage.id, turn.userMessage.id)).rejects.toEqual(conflict)
  const siblings = await repo.messages.siblings({ conversationId, messageId: newMessageId })
  expect(siblings.map((message) => message.content)).toEqual(['first answer', 'second answer', 'third answer'])
})

test('50 parallel regenerates of one answer start one generation', async () => {
  const { repo, conversationId, send, finish } = await newChat()
  const turn = await send('q')
  await finish(turn, 'a')
  const asked = await Promise.allSettled(
    Array.from({ length: 50 }, () =>
      repo.turns.regenerate({ conversationId, messageId: turn.assistantMessage.id, newMessageId: newId(), ...runner }),
    ),
  )
  expect(asked.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  const refused = asked.filter((one) => one.status === 'rejected')
  expect(refused).toEqual(Array(49).fill({ status: 'rejected', reason: running }))
})

test('edit adds a sibling question with its own answer and keeps the old one', async () => {
  const { repo, conversationId, send, finish } = await newChat()
  const turn = await send('q')
  await finish(turn, 'a')
  const input = {
    conversationId,
    messageId: turn.userMessage.id,
    newMessageId: newId(),
    content: 'better q',
    ...runner,
  }
  const edited = await repo.turns.edit(input)
  expect(edited.userMessage).toMatchObject({ id: input.newMessageId, parentId: null, content: 'better q' })
  expect(edited.assistantMessage.parentId).toBe(input.newMessageId)
  expect((await repo.turns.edit(input)).generation).toBeNull()
  await expect(repo.turns.edit({ ...input, content: 'other' })).rejects.toEqual(conflict)
  await expect(repo.turns.edit({ ...input, messageId: turn.assistantMessage.id })).rejects.toEqual(badRequest)
  const old = await repo.messages.list({ conversationId, limit: 9, leafId: turn.assistantMessage.id })
  expect(old.items.map((item) => item.content)).toEqual(['q', 'a'])
})

test('continue goes on with a stopped answer over the same message, and with nothing else', async () => {
  const { repo, userId, conversationId, send, finish } = await newChat()
  const turn = await send('q')
  const messageId = turn.assistantMessage.id
  const go = (id: string) => repo.turns.continue({ conversationId, messageId: id, ...runner })
  await expect(go(messageId)).rejects.toEqual(running)
  await finish(turn, 'Once upon', 'stopped')
  const more = await go(messageId)
  expect(more.assistantMessage).toMatchObject({ id: messageId, status: 'streaming', content: 'Once upon', error: null })
  expect(more.generation?.id).not.toBe(turn.generation?.id)
  const event = { type: 'text-delta', text: ' a time' } as const
  await log.commit([{ userId, generationId: more.generation?.id ?? '', seq: 1, event }])
  expect(await repo.messages.get({ conversationId, messageId })).toMatchObject({ content: 'Once upon a time' })
  await finish(more, 'Once upon a time.')
  await expect(go(messageId)).rejects.toEqual(badRequest)
  await expect(go(turn.userMessage.id)).rejects.toEqual(badRequest)
  const generations = await repo.generations.list({ conversationId, messageId })
  expect(generations.map((one) => one.status)).toEqual(['stopped', 'complete'])
})

test('branch gives the end of a branch for a context', async () => {
  const { repo, conversationId, send, finish } = await newChat()
  await finish(await send('one'), 'answer one')
  const turn = await send('two')
  const branch = await repo.turns.branch({ conversationId, leafId: turn.userMessage.id, limit: 2 })
  expect(branch.map((message) => message.content)).toEqual(['answer one', 'two'])
})
