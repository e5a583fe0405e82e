import { APICallError } from '@ai-sdk/provider'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, describe, expect, it } from 'vitest'

import {
  ask,
  createScriptedModel,
  createTestApi,
  endedAnswer,
  exchange,
  read,
  rowsOf,
  storedText,
  until,
  type ScriptedCall,
} from '../testing/index.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

const KEY = 'sk-canary-0123456789abcdef'

const refusal = (statusCode: number, message = 'no') =>
  new APICallError({
    message,
    url: 'https://provider.example/v1',
    requestBodyValues: {},
    statusCode,
    responseBody: JSON.stringify({ error: { message } }),
  })

const patient = { first: 10_000, next: 10_000, total: 10_000 }

describe('a provider that refuses before the first word', () => {
  it('for now is asked again, and there is one answer', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    model.refuseNext(refusal(500))
    const { userId, conversationId, answer } = await ask(api)
    const call = await model.call()
    call.text('here now')
    call.finish()
    const { message } = await read(api, userId, answer)
    expect(message).toMatchObject({ status: 'complete', content: 'here now', error: null })
    expect(model.tries).toBe(2)
    expect((await rowsOf(database, conversationId)).messages).toHaveLength(2)
  })

  it('for good is asked once, and the reason is told without the key', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    model.refuseNext(refusal(401, `Incorrect API key provided: ${KEY}`))
    const { userId, conversationId, answer } = await ask(api)
    const { message } = await read(api, userId, answer)
    expect(message).toMatchObject({ status: 'failed', content: '', error: { retryable: false } })
    expect(message?.error?.message).toMatch(/API key/)
    expect(model.tries).toBe(1)
    expect(JSON.stringify([message, await rowsOf(database, conversationId)])).not.toContain(KEY)
  })

  it('with an error that nobody knows gives a message that tells nothing of it', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    model.refuseNext(new Error('connect to /var/run/secret failed'))
    const { answer } = await ask(api)
    const message = await endedAnswer(database, answer.messageId)
    expect(message).toMatchObject({ status: 'failed', error: { retryable: false } })
    expect(JSON.stringify(message)).not.toContain('secret')
  })
})

describe('a provider that gives up in mid-answer', () => {
  it.each<[string, (call: ScriptedCall) => void, Partial<typeof patient>]>([
    ['with an error in the stream', (call) => call.fail(refusal(500)), {}],
    ['by ending the stream', (call) => call.cut(), {}],
    ['by breaking the connection', (call) => call.break(new TypeError('terminated')), {}],
    ['by throwing what is not an error', (call) => call.fail('overloaded'), {}],
    ['by saying no more', () => {}, { next: 100 }],
  ])('%s leaves what was written, as failed', async (_, giveUp, short) => {
    const model = createScriptedModel()
    const timeouts = { ...patient, ...short }
    await using api = await createTestApi({ database, models: model.models, timeouts })
    const { userId, conversationId, answer } = await ask(api)
    const call = await model.call()
    call.text('up to here')
    await until(async () => expect(await storedText(database, answer.messageId)).toBe('up to here'))
    giveUp(call)
    const { message } = await read(api, userId, answer)
    expect(message).toMatchObject({ status: 'failed', content: 'up to here' })
    expect(message?.error?.message).toMatch(/\w/)
    expect(model.tries).toBe(1)
    const next = await exchange(api, model, { userId, conversationId, content: 'Again', reply: 'whole' })
    expect(await endedAnswer(database, next.answer.messageId)).toMatchObject({ status: 'complete', content: 'whole' })
  })
})

describe('a provider that is silent', () => {
  it.each([
    ['without ever starting its answer', { first: 100 }, { mute: true, deaf: true }],
    ['after it took the call', { first: 100 }, {}],
    ['after it took the call, without listening', { first: 100 }, { deaf: true }],
    ['for too long as a whole', { total: 100 }, {}],
  ])('%s fails as one that did not answer in time', async (_, short, behaviour) => {
    const model = createScriptedModel(behaviour)
    await using api = await createTestApi({ database, models: model.models, timeouts: { ...patient, ...short } })
    const { answer } = await ask(api)
    const message = await endedAnswer(database, answer.messageId)
    expect(message).toMatchObject({ status: 'failed', content: '', error: { retryable: true } })
    expect(message.error?.message).toMatch(/in time/)
    expect(model.calls.every((call) => call.aborted)).toBe(true)
  })
})

describe('what Postgres cannot store', () => {
  it('in a model\u2019s words is replaced, and a character in two pieces stays whole', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const { userId, answer } = await ask(api)
    const call = await model.call()
    call.reasoning('N\0L \uDC00')
    for (const piece of ['a\0b ', 'lone \uD83D', '! split \uD83D', '\uDE00', ' end \uD800']) call.text(piece)
    call.finish()
    const { message } = await read(api, userId, answer)
    const content = 'a\uFFFDb lone \uFFFD! split 😀 end \uFFFD'
    expect(message).toMatchObject({
      status: 'complete',
      content,
      parts: [
        { type: 'reasoning', text: 'N\uFFFDL \uFFFD' },
        { type: 'text', text: content },
      ],
    })
  })
})

it('reasoning and text keep their order', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { userId, answer } = await ask(api)
  const call = await model.call()
  call.reasoning('First I think')
  call.text('Then I speak. ')
  call.reasoning('And think')
  call.text('And speak.')
  call.finish()
  const reader = await read(api, userId, answer)
  expect(reader.message).toMatchObject({
    content: 'Then I speak. And speak.',
    parts: [
      { type: 'reasoning', text: 'First I think' },
      { type: 'text', text: 'Then I speak. ' },
      { type: 'reasoning', text: 'And think' },
      { type: 'text', text: 'And speak.' },
    ],
  })
})
