import { createTestDatabase } from '@parley/db/testing'
import { afterAll, expect, it } from 'vitest'

import {
  ask,
  createScriptedModel,
  createTestApi,
  exchange,
  messageRow,
  rowsOf,
  storedText,
  until,
} from '../testing/index.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

it('ends an answer at once, before its provider has said or even heard anything', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { caller, answer } = await ask(api)
  expect(await caller.chat.stop(answer)).toMatchObject({ status: 'stopped', content: '', error: null })
  expect(model.calls.every((call) => call.aborted)).toBe(true)
})

it('ends an answer before its first word and gives the call up', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { caller, answer } = await ask(api)
  const call = await model.call()
  expect(await caller.chat.stop(answer)).toMatchObject({ status: 'stopped', content: '', error: null })
  expect(call.aborted).toBe(true)
})

it('keeps what was written, gives the call up, and the conversation goes on', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { userId, caller, conversationId, answer } = await ask(api)
  const call = await model.call()
  call.text('half an ans')
  await until(async () => expect(await storedText(database, answer.messageId)).toBe('half an ans'))
  const stopped = await caller.chat.stop(answer)
  expect(stopped).toMatchObject({ status: 'stopped', content: 'half an ans' })
  expect(call.aborted).toBe(true)
  const next = await exchange(api, model, { userId, conversationId, reply: 'whole' })
  expect(await messageRow(database, next.answer.messageId)).toMatchObject({ status: 'complete', content: 'whole' })
})

it('gives the same message when it is asked twice, and leaves an answer that is complete as it is', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { caller, answer } = await ask(api)
  const call = await model.call()
  call.text('so far')
  await until(async () => expect(await storedText(database, answer.messageId)).toBe('so far'))
  const [first, second] = await Promise.all([caller.chat.stop(answer), caller.chat.stop(answer)])
  expect(first).toMatchObject({ status: 'stopped', content: 'so far' })
  expect(second).toEqual(first)
  expect(await caller.chat.stop(answer)).toEqual(first)

  const complete = await exchange(api, model, { reply: 'all of it' })
  const before = await rowsOf(database, complete.conversationId)
  expect(await complete.caller.chat.stop(complete.answer)).toMatchObject({ status: 'complete', content: 'all of it' })
  expect(await rowsOf(database, complete.conversationId)).toEqual(before)
})

it('stores nothing that a model says after it was stopped', async () => {
  const model = createScriptedModel({ deaf: true })
  await using api = await createTestApi({ database, models: model.models })
  const { caller, conversationId, answer } = await ask(api)
  const call = await model.call()
  call.text('before')
  await until(async () => expect(await storedText(database, answer.messageId)).toBe('before'))
  await caller.chat.stop(answer)
  const before = await rowsOf(database, conversationId)
  call.text(' after')
  call.finish()
  await exchange(api, model)
  expect(await rowsOf(database, conversationId)).toEqual(before)
  expect(before).toMatchObject({ messages: [{}, { status: 'stopped', content: 'before' }], events: [] })
})

it('does not wait for a provider that never answers and does not listen', async () => {
  const model = createScriptedModel({ deaf: true, mute: true })
  await using api = await createTestApi({ database, models: model.models })
  const { caller, answer } = await ask(api)
  await model.call()
  expect(await caller.chat.stop(answer)).toMatchObject({ status: 'stopped', content: '' })
})
