import { newId } from '@parley/contract'
import { createRepository } from '@parley/db'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, describe, expect, it } from 'vitest'

import {
  ask,
  createScriptedModel,
  createTestApi,
  messageRow,
  read,
  Reader,
  rowsOf,
  storedText,
  until,
} from '../testing/index.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

describe('an engine that is closed', () => {
  it('lets an answer finish that needs little time, and folds the others as interrupted', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const [short, long] = [await ask(api), await ask(api)]
    const [shortCall, longCall] = [await model.call(short.content), await model.call(long.content)]
    shortCall.text('almost ')
    longCall.text('far from')
    await until(async () => expect(await storedText(database, long.answer.messageId)).toBe('far from'))
    const reader = new Reader()
    const reading = read(api, long.userId, long.answer, { reader })

    const closing = api.engine.close({ graceMs: 500 })
    shortCall.text('done')
    shortCall.finish()
    await closing
    await reading
    expect(await messageRow(database, short.answer.messageId)).toMatchObject({
      status: 'complete',
      content: 'almost done',
    })
    expect(await messageRow(database, long.answer.messageId)).toMatchObject({
      status: 'interrupted',
      content: 'far from',
    })
    expect(reader.message).toMatchObject({ status: 'interrupted', content: 'far from' })
    expect(longCall.aborted).toBe(true)
    const left = await database.query('select 1 from processes where id = $1', [api.engine.processId])
    expect(left).toEqual([])
  })

  it('waits no longer than its answers take', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const { answer } = await ask(api)
    const call = await model.call()
    const started = performance.now()
    const closing = api.engine.close({ graceMs: 60_000 })
    call.text('yes')
    call.finish()
    await closing
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(await messageRow(database, answer.messageId)).toMatchObject({ status: 'complete', content: 'yes' })
  })
})

it('a generation goes on when nobody follows it', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { userId, conversationId, answer } = await ask(api)
  const call = await model.call()
  call.text('one ')
  await read(api, userId, answer, { enough: ({ text }) => text === 'one ' })
  call.text('two')
  call.finish({ input: 3, output: 2 })
  const reader = await read(api, userId, answer)
  expect(reader.message).toMatchObject({ content: 'one two', usage: { inputTokens: 3, outputTokens: 2 } })
  expect(await rowsOf(database, conversationId)).toMatchObject({
    generations: [{ status: 'complete', usage: { inputTokens: 3, outputTokens: 2 } }],
    events: [],
  })
  expect(api.engine.running).toBe(0)
})

it('an answer that is stopped between its commit and its start asks no model', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const userId = await api.newUser()
  const repo = createRepository(database, userId)
  const owner = api.engine.processId
  const question = { conversationId: newId(), messageId: newId(), content: 'Wait', model: 'test:scripted' }
  const turn = await repo.turns.start({ ...question, owner, title: 'Wait' })
  api.engine.stop(turn.generation?.id ?? '')
  api.engine.run({ userId }, turn)
  await until(() => expect(api.engine.running).toBe(0))
  expect(await messageRow(database, turn.assistantMessage.id)).toMatchObject({ status: 'stopped', content: '' })
  expect(model.tries).toBe(0)
})

it('an answer ends although its conversation was erased meanwhile', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { userId, caller, conversationId, answer } = await ask(api)
  const call = await model.call()
  call.text('for nobody')
  await until(async () => expect(await storedText(database, answer.messageId)).toBe('for nobody'))
  const refusal = read(api, userId, answer).catch((error: unknown) => error)
  await caller.conversations.delete({ id: conversationId, permanently: true })
  call.text(', really')
  call.finish()
  expect(await refusal).toMatchObject({ reason: 'NOT_FOUND' })
  await until(() => expect(api.engine.running).toBe(0))
  expect(await rowsOf(database, conversationId)).toEqual({
    conversation: undefined,
    messages: [],
    generations: [],
    events: [],
  })
})
