import { newId } from '@parley/contract'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, expect, it } from 'vitest'

import { ask, createScriptedModel, createTestApi, endedAnswer, exchange, rowsOf } from '../testing/index.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

it('regenerating adds a sibling answer and erases nothing', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { caller, conversationId, questionId, answer } = await exchange(api, model, { content: 'Q', reply: 'first' })
  const before = await rowsOf(database, conversationId)
  const newMessageId = newId()
  const sends = [1, 2, 3].map(() => caller.chat.regenerate({ ...answer, newMessageId }))
  const [again] = await Promise.all(sends)
  const call = await model.call()
  expect(call.prompt).toEqual([{ role: 'user', content: [{ type: 'text', text: 'Q' }] }])
  call.text('second')
  call.finish()
  expect(await endedAnswer(database, newMessageId)).toMatchObject({ parentId: questionId, content: 'second' })

  const after = await rowsOf(database, conversationId)
  expect(after.messages.slice(0, 2)).toEqual(before.messages)
  expect(after.messages).toHaveLength(3)
  expect(after.conversation?.headId).toBe(again?.assistantMessage.id)
  expect(model.tries).toBe(2)
  const siblings = await caller.messages.siblings({ conversationId, messageId: newMessageId })
  expect(siblings.map((message) => message.content)).toEqual(['first', 'second'])
})

it('editing adds a sibling question with its own answer and erases nothing', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { caller, userId, conversationId, questionId } = await exchange(api, model, { content: 'one', reply: 'a' })
  await exchange(api, model, { userId, conversationId, content: 'two', reply: 'b' })
  const before = await rowsOf(database, conversationId)
  const input = { conversationId, messageId: questionId, newMessageId: newId(), content: 'one, better' }
  const [edited] = await Promise.all([caller.chat.edit(input), caller.chat.edit(input)])
  const call = await model.call('one, better')
  expect(call.prompt).toEqual([{ role: 'user', content: [{ type: 'text', text: 'one, better' }] }])
  call.text('c')
  call.finish()
  await endedAnswer(database, edited?.assistantMessage.id ?? '')

  const after = await rowsOf(database, conversationId)
  expect(after.messages.slice(0, 4)).toEqual(before.messages)
  expect(after.messages.slice(4)).toMatchObject([
    { id: input.newMessageId, parentId: null, role: 'user', content: 'one, better' },
    { parentId: input.newMessageId, role: 'assistant', content: 'c' },
  ])
  expect(model.tries).toBe(3)
  const branch = await caller.messages.list({ conversationId })
  expect(branch.items.map((message) => [message.content, message.siblingIndex, message.siblingCount])).toEqual([
    ['one, better', 1, 2],
    ['c', 0, 1],
  ])
  await expect(caller.chat.edit({ ...input, content: 'something else' })).rejects.toMatchObject({ code: 'CONFLICT' })
})

it('an answer that is being written is not regenerated, and only a question is edited', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { caller, conversationId, answer } = await ask(api)
  const running = { code: 'PRECONDITION_FAILED', cause: { reason: 'GENERATION_RUNNING' } }
  await expect(caller.chat.regenerate(answer)).rejects.toMatchObject(running)
  await expect(caller.chat.edit({ ...answer, content: 'my own words' })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    cause: { field: 'messageId' },
  })
  expect((await rowsOf(database, conversationId)).messages).toHaveLength(2)
})

it('the head is switched to the newest leaf of a version, and the next send goes on there', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const first = await exchange(api, model, { content: 'one', reply: 'a' })
  const { caller, userId, conversationId, questionId } = first
  const second = await exchange(api, model, { userId, conversationId, content: 'two', reply: 'b' })
  const edited = await caller.chat.edit({ conversationId, messageId: questionId, content: 'one, better' })
  expect(edited.branched).toBe(true)
  const before = await caller.conversations.get({ id: conversationId })
  expect(before.headId).toBe(edited.assistantMessage.id)

  const switched = await caller.conversations.switchHead({ id: conversationId, messageId: questionId })
  expect(switched).toEqual({ ...before, headId: second.answer.messageId, preview: 'b' })
  expect(await caller.conversations.get({ id: conversationId })).toEqual(switched)
  const { items } = await caller.messages.list({ conversationId })
  expect(items.map((message) => message.content)).toEqual(['one', 'a', 'two', 'b'])
  const sent = await caller.chat.send({ conversationId, messageId: newId(), content: 'three' })
  expect(sent).toMatchObject({ branched: false, userMessage: { parentId: second.answer.messageId } })
})
