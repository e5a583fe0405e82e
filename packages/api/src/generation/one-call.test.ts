import { APICallError } from '@ai-sdk/provider'
import { newId } from '@parley/contract'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'

import {
  ask,
  createScriptedModel,
  createTestApi,
  endedAnswer,
  exchange,
  rowsOf,
  until,
  type TestApi,
} from '../testing/index.ts'

const PARALLEL = 50

const database = await createTestDatabase()
afterAll(() => database.close())
const model = createScriptedModel({ deaf: true })
const api = await createTestApi({ database, models: model.models })
afterAll(() => api[Symbol.asyncDispose]())
const replica = await createTestApi({ database, models: model.models })
afterAll(() => replica[Symbol.asyncDispose]())

let triesBefore = 0
beforeEach(() => {
  triesBefore = model.tries
})
/** Requests that the provider got in this test. */
const tries = () => model.tries - triesBefore

type Caller = ReturnType<TestApi['callerFor']>

/** Calls at once, by turns on both replicas: what they gave, and the reasons of those that were refused. */
async function atOnce<Result>(userId: string, call: (caller: Caller, index: number) => Promise<Result>) {
  const calls = Array.from({ length: PARALLEL }, (_, index) =>
    call((index % 2 === 0 ? api : replica).callerFor(userId), index),
  )
  const results = await Promise.allSettled(calls)
  const given = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const [first] = given
  if (first === undefined) throw new Error('All were refused.')
  return { given, first, refused: results.filter((one) => one.status === 'rejected') }
}

const allRunning = (count: number) =>
  Array.from({ length: count }, () => ({ reason: { cause: { reason: 'GENERATION_RUNNING' } } }))

/** Everything is written to its end. */
const answerAll = () =>
  until(() => {
    for (const call of model.calls) {
      call.text('done')
      call.finish()
    }
    expect(api.engine.running + replica.engine.running).toBe(0)
  })

/** The messages of a conversation are numbered without a gap, and its head is one of its leaves. */
async function requireWhole(conversationId: string) {
  const rows = await rowsOf(database, conversationId)
  expect(rows.messages.map((message) => message.seq)).toEqual(rows.messages.map((_, index) => index + 1))
  const parents = new Set(rows.messages.map((message) => message.parentId))
  const leaves = rows.messages.filter((message) => !parents.has(message.id)).map((message) => message.id)
  expect(leaves).toContain(rows.conversation?.headId)
  return rows
}

describe('50 calls at once on two replicas make one provider call', () => {
  it('when they are the same send', async () => {
    const userId = await api.newUser()
    const input = { conversationId: newId(), messageId: newId(), content: 'Once' }
    const { given, first } = await atOnce(userId, (caller) => caller.chat.send(input))
    expect(given).toEqual(Array.from({ length: PARALLEL }, () => first))
    await answerAll()
    const { messages, generations } = await requireWhole(input.conversationId)
    expect(messages).toMatchObject([
      { id: input.messageId, role: 'user' },
      { id: first.assistantMessage.id, role: 'assistant', status: 'complete', content: 'done' },
    ])
    expect([generations.length, tries()]).toEqual([1, 1])

    const late = await atOnce(userId, (caller) => caller.chat.send(input))
    expect(late.given).toHaveLength(PARALLEL)
    expect(late.first.assistantMessage).toMatchObject({ id: first.assistantMessage.id, content: 'done' })
    await answerAll()
    expect(tries()).toBe(1)
  })

  it('when they are the same new version of an answer', async () => {
    const { userId, conversationId, answer } = await exchange(api, model)
    const newMessageId = newId()
    const { given, first } = await atOnce(userId, (caller) => caller.chat.regenerate({ ...answer, newMessageId }))
    expect(given).toEqual(Array.from({ length: PARALLEL }, () => first))
    await answerAll()
    expect((await requireWhole(conversationId)).messages.map((message) => message.id).slice(2)).toEqual([newMessageId])
    expect(tries()).toBe(2)
  })

  it('when they are other versions of an answer: the first is written, the others are refused', async () => {
    const { userId, conversationId, answer } = await exchange(api, model)
    const { given, refused } = await atOnce(userId, (caller) => caller.chat.regenerate(answer))
    expect(given).toHaveLength(1)
    expect(refused).toMatchObject(allRunning(PARALLEL - 1))
    await answerAll()
    expect((await requireWhole(conversationId)).messages).toHaveLength(3)
    expect(tries()).toBe(2)
  })

  it('when they are the same new version of a question', async () => {
    const { userId, conversationId, questionId } = await exchange(api, model)
    const input = { conversationId, messageId: questionId, newMessageId: newId(), content: 'Otherwise' }
    const { given, first } = await atOnce(userId, (caller) => caller.chat.edit(input))
    expect(given).toEqual(Array.from({ length: PARALLEL }, () => first))
    await answerAll()
    expect((await requireWhole(conversationId)).messages).toHaveLength(4)
    expect(tries()).toBe(2)
  })

  it('when they go on with the same answer: the first does, the others are refused', async () => {
    const { userId, conversationId, answer, caller, content } = await ask(api)
    const call = await model.call(content)
    call.text('kept, ')
    await caller.chat.stop(answer)
    call.cut()
    const { given, refused } = await atOnce(userId, (one) => one.chat.continue(answer))
    expect(given).toHaveLength(1)
    expect(refused).toMatchObject(allRunning(PARALLEL - 1))
    await answerAll()
    const { messages, generations } = await requireWhole(conversationId)
    expect(messages).toHaveLength(2)
    expect(generations.map((row) => row.status)).toEqual(['stopped', 'complete'])
    expect(tries()).toBe(2)
  })

  it('when they are different questions to a fresh conversation, or after its head', async () => {
    const userId = await api.newUser()
    const conversationId = newId()
    for (const exchanges of [1, 2]) {
      const send = (caller: Caller, index: number) =>
        caller.chat.send({ conversationId, messageId: newId(), content: `Question ${index}` })
      const { given, refused, first } = await atOnce(userId, send)
      expect(given).toHaveLength(1)
      expect(refused).toMatchObject(allRunning(PARALLEL - 1))
      await answerAll()
      const { messages, conversation } = await requireWhole(conversationId)
      expect(messages).toHaveLength(exchanges * 2)
      expect(conversation?.headId).toBe(first.assistantMessage.id)
      expect(tries()).toBe(exchanges)
    }
  })
})

it('50 different questions to one answer: one goes on with its branch, each of the others is one of its own', async () => {
  const { userId, conversationId, answer } = await exchange(api, model)
  const parentId = answer.messageId
  const { given } = await atOnce(userId, (caller, index) =>
    caller.chat.send({ conversationId, messageId: newId(), content: `Question ${index}`, parentId }),
  )
  expect(given).toHaveLength(PARALLEL)
  await answerAll()
  const { messages, generations, conversation } = await requireWhole(conversationId)
  const questions = messages.filter((message) => message.parentId === parentId)
  expect(questions.map((message) => message.id).toSorted()).toEqual(given.map((one) => one.userMessage.id).toSorted())
  expect(questions.filter((question) => question.segment === 1)).toHaveLength(1)
  expect(given.map((one) => one.assistantMessage.id)).toContain(conversation?.headId)
  expect([messages.length, generations.length]).toEqual([2 + 2 * PARALLEL, 1 + PARALLEL])
  expect(tries()).toBe(1 + PARALLEL)
})

describe('an owner that was paused past its lease and wakes', () => {
  const expire = (processId: string) =>
    database.query(`update processes set expired_at = now() where id = $1 and expired_at is null`, [processId])
  const woken = (owner: TestApi, lost: string) =>
    until(() => {
      expect(owner.engine.processId).not.toBe(lost)
      expect(owner.engine.running).toBe(0)
    })
  const refusal = new APICallError({
    message: 'later',
    url: 'https://provider.example/v1',
    requestBodyValues: {},
    statusCode: 503,
    responseHeaders: { 'retry-after': '3' },
  })

  it('does not ask the provider for what another replica goes on with', async () => {
    const own = createScriptedModel()
    const [asleep, awake] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let looks = 0
    const get = async (id: string) => {
      looks += 1
      // The first look is that of the send, the second that of the generation.
      if (looks === 2) {
        asleep.resolve()
        await awake.promise
      }
      return own.models.get(id)
    }
    await using owner = await createTestApi({ database, models: { ...own.models, get } })
    const { userId, conversationId, answer } = await ask(owner)
    await asleep.promise
    const lost = owner.engine.processId
    await expire(lost)
    expect(await endedAnswer(database, answer.messageId)).toMatchObject({ status: 'interrupted', content: '' })
    await replica.callerFor(userId).chat.continue(answer)

    awake.resolve()
    await woken(owner, lost)
    await answerAll()
    expect([own.tries, tries()]).toEqual([0, 1])
    const { messages, generations } = await requireWhole(conversationId)
    expect(messages[1]).toMatchObject({ id: answer.messageId, status: 'complete', content: 'done' })
    expect(generations.map((row) => row.status)).toEqual(['interrupted', 'complete'])
  })

  it('does not ask the provider again', async () => {
    const own = createScriptedModel()
    await using owner = await createTestApi({ database, models: own.models })
    own.refuseNext(refusal)
    const { answer } = await ask(owner)
    await until(() => expect(own.tries).toBe(1))
    const lost = owner.engine.processId
    await expire(lost)
    expect(await endedAnswer(database, answer.messageId)).toMatchObject({ status: 'interrupted', content: '' })
    await woken(owner, lost)
    expect(own.tries).toBe(1)
  })
})
