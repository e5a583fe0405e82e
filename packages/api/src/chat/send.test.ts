import { newId } from '@parley/contract'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, expect, it } from 'vitest'

import { ask, createScriptedModel, createTestApi, endedAnswer, exchange, rowsOf, SCRIPTED } from '../testing/index.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

const running = { code: 'PRECONDITION_FAILED', cause: { reason: 'GENERATION_RUNNING' } }

it('answers after the commit: another connection finds question, answer, generation and head', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const userId = await api.newUser()
  const [conversationId, messageId] = [newId(), newId()]
  const sent = await api.callerFor(userId).chat.send({ conversationId, messageId, content: 'Plan the week' })
  const stored = await rowsOf(database, conversationId)

  expect(sent.userMessage).toMatchObject({ id: messageId, role: 'user', status: 'complete', parentId: null })
  expect(sent.assistantMessage).toMatchObject({ role: 'assistant', status: 'streaming', parentId: messageId })
  expect(stored.messages).toMatchObject([
    { userId, ...sent.userMessage },
    { userId, ...sent.assistantMessage },
  ])
  expect(stored.conversation).toMatchObject({
    userId,
    title: 'Plan the week',
    headId: sent.assistantMessage.id,
    messageCount: 2,
  })
  expect(stored.generations).toMatchObject([
    { messageId: sent.assistantMessage.id, status: 'running', owner: api.engine.processId, model: SCRIPTED },
  ])
})

it('stores a message once and asks the model once, however often and wherever it is sent', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  await using replica = await createTestApi({ database, models: model.models })
  const userId = await api.newUser()
  const input = { conversationId: newId(), messageId: newId(), content: 'Once' }
  const sends = [api, api, api, replica, replica].map((one) => one.callerFor(userId).chat.send(input))
  const [first, ...others] = await Promise.all(sends)
  for (const other of others) expect(other).toEqual(first)

  const call = await model.call()
  call.text('The answer')
  call.finish()
  await endedAnswer(database, first?.assistantMessage.id ?? '')
  const late = await replica.callerFor(userId).chat.send(input)
  expect(late.assistantMessage).toMatchObject({ id: first?.assistantMessage.id, content: 'The answer' })
  const stored = await rowsOf(database, input.conversationId)
  expect(stored.messages).toHaveLength(2)
  expect(stored.generations).toHaveLength(1)
  expect(model.tries).toBe(1)
})

it('refuses an id that was used for other content, and keeps what is there', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { caller, conversationId, questionId } = await exchange(api, model, { content: 'First' })
  const before = await rowsOf(database, conversationId)
  const conflict = { code: 'CONFLICT', cause: { reason: 'CONFLICT' } }
  const again = { conversationId, messageId: questionId }
  await expect(caller.chat.send({ ...again, content: 'Second' })).rejects.toMatchObject(conflict)
  await expect(caller.chat.send({ ...again, content: 'First', parentId: newId() })).rejects.toMatchObject(conflict)
  expect(await rowsOf(database, conversationId)).toEqual(before)
})

it('refuses a message after an answer that is still being written', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { caller, conversationId, answer } = await ask(api)
  const next = { conversationId, content: 'And then?' }
  await expect(caller.chat.send({ ...next, messageId: newId() })).rejects.toMatchObject(running)
  await expect(caller.chat.send({ ...next, messageId: newId(), parentId: answer.messageId })).rejects.toMatchObject(
    running,
  )
  expect((await rowsOf(database, conversationId)).messages).toHaveLength(2)
})

it('makes a branch of what a stale tab sends, also while another branch is being written', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const first = await exchange(api, model, { content: 'One', reply: 'First answer' })
  const { caller, userId, conversationId, answer } = first
  const newer = await ask(api, { userId, conversationId, content: 'Two' })
  const stale = await ask(api, {
    userId,
    conversationId,
    content: 'Two, from the other tab',
    parentId: answer.messageId,
  })
  const root = await ask(api, { userId, conversationId, content: 'All over again', parentId: null })

  const { messages, conversation } = await rowsOf(database, conversationId)
  expect(messages.map((message) => [message.content, message.parentId])).toMatchObject([
    ['One', null],
    ['First answer', expect.anything()],
    ['Two', answer.messageId],
    ['', newer.questionId],
    ['Two, from the other tab', answer.messageId],
    ['', stale.questionId],
    ['All over again', null],
    ['', root.questionId],
  ])
  expect(conversation?.headId).toBe(root.answer.messageId)
  const siblings = await caller.messages.siblings({ conversationId, messageId: newer.questionId })
  expect(siblings.map((message) => message.id)).toEqual([newer.questionId, stale.questionId])
})

it('says of a send whether it began a branch, in each repeated answer too, on any replica', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  await using replica = await createTestApi({ database, models: model.models })
  const { userId, conversationId, answer } = await exchange(api, model, { content: 'One' })
  const callers = [api.callerFor(userId), replica.callerFor(userId)]
  const inputs = ['left', 'right'].map((content) => ({
    conversationId,
    messageId: newId(),
    content,
    parentId: answer.messageId,
  }))
  // Two tabs that show the same, at once, each of them twice.
  const sent = await Promise.all(
    callers.flatMap((caller) => inputs.map(async (input) => ({ input, ...(await caller.chat.send(input)) }))),
  )
  const toldOf = (content: string) => sent.filter(({ input }) => input.content === content).map((one) => one.branched)
  expect(toldOf('left')).toEqual(toldOf('right').map((branched) => !branched))
  expect(new Set(toldOf('left')).size).toBe(1)
  const { messages } = await rowsOf(database, conversationId)
  const [first] = messages.filter((message) => message.parentId === answer.messageId)
  for (const { userMessage, branched } of sent) expect(branched).toBe(userMessage.id !== first?.id)
  expect(messages).toHaveLength(6)
})

it('is not gone around by an append: below an answer that is being written nothing is stored', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { caller, conversationId, questionId, answer } = await ask(api)
  const append = { conversationId, role: 'user', content: 'By the way' } as const
  await expect(caller.messages.append(append)).rejects.toMatchObject(running)
  await expect(caller.messages.append({ ...append, parentId: answer.messageId })).rejects.toMatchObject(running)
  expect(await caller.messages.append({ ...append, parentId: questionId })).toMatchObject({ parentId: questionId })
  expect((await rowsOf(database, conversationId)).messages).toHaveLength(3)
  expect(model.tries).toBe(1)
})

it('stores nothing for a model that is not set up, nor in a conversation that is in the trash', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const userId = await api.newUser()
  const caller = api.callerFor(userId)
  const input = { conversationId: newId(), messageId: newId(), content: 'Hello' }
  await expect(caller.chat.send({ ...input, model: 'openai:gpt-5' })).rejects.toMatchObject({
    code: 'PRECONDITION_FAILED',
    cause: { reason: 'NO_MODEL', field: 'model' },
  })
  expect(await rowsOf(database, input.conversationId)).toMatchObject({ conversation: undefined, messages: [] })

  const { id } = await caller.conversations.create({})
  await caller.conversations.delete({ id })
  await expect(caller.chat.send({ ...input, conversationId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect((await rowsOf(database, id)).messages).toEqual([])
})
