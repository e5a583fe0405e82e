import { newId } from '@parley/contract'
import { connect, type Database } from '@parley/db'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, describe, expect, it } from 'vitest'

import type { Context } from './context.ts'
import { isFault } from './errors.ts'
import {
  ask,
  callOverWire,
  createScriptedModel,
  createTestApi,
  requestOverWire,
  storedText,
  until,
} from './testing/index.ts'

const database = await createTestDatabase()
const model = createScriptedModel()
const api = await createTestApi({ database, models: model.models })
afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await database.close()
})
const userId = await api.newUser()
const context = api.contextFor(userId)

const send = (input: object) => ({ type: 'mutation', path: 'chat.send', input }) as const
const message = () => ({ conversationId: newId(), messageId: newId(), content: 'Hello' })

describe('a refusal', () => {
  it.each([
    ['BAD_REQUEST', 400, { field: 'content' }, async () => send({ ...message(), content: '' })],
    ['NOT_FOUND', 404, {}, async () => send({ ...message(), parentId: newId() })],
    [
      'NO_MODEL',
      412,
      { code: 'PRECONDITION_FAILED', field: 'model' },
      async () => send({ ...message(), model: 'a:b' }),
    ],
    [
      'CONFLICT',
      409,
      {},
      async () => {
        const { conversationId, questionId } = await ask(api, { userId, content: 'One' })
        return send({ conversationId, messageId: questionId, content: 'Two' })
      },
    ],
    [
      'GENERATION_RUNNING',
      412,
      { code: 'PRECONDITION_FAILED' },
      async () => send({ ...message(), conversationId: (await ask(api, { userId })).conversationId }),
    ],
  ])('%s has its status, its reason and no more than that', async (reason, httpStatus, rest, prepare) => {
    const { status, error, reported } = await callOverWire(context, await prepare())
    expect(status).toBe(httpStatus)
    const { requestId } = context
    const data = { code: reason, httpStatus, reason, field: null, retryAfter: null, requestId, ...rest }
    expect(error).toEqual({ message: expect.stringMatching(/^[A-Z].*\w/), code: expect.any(Number), data })
    expect(reported.map((one) => isFault(one))).toEqual([false])
  })

  it('UNAVAILABLE says when to try again while the database is away', async () => {
    await using away = connect({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'none' })
    const call = { type: 'query', path: 'conversations.list', input: {} } as const
    const { status, error } = await callOverWire({ ...context, db: away }, call)
    expect(status).toBe(503)
    expect(error?.data).toMatchObject({ reason: 'UNAVAILABLE', code: 'SERVICE_UNAVAILABLE', retryAfter: 1 })
  })
})

describe('what tRPC itself refuses', () => {
  const json = { 'content-type': 'application/json' }
  const url = 'http://localhost/trpc/conversations.create'
  it.each([
    ['an unknown procedure', 404, 'NOT_FOUND', new Request('http://localhost/trpc/nothing.here')],
    ['a mutation by GET', 405, 'BAD_REQUEST', new Request(url)],
    [
      'a body that is no JSON',
      400,
      'BAD_REQUEST',
      new Request(url, { method: 'POST', body: '{"json":{"title":', headers: json }),
    ],
    [
      'a body that is not called JSON',
      415,
      'BAD_REQUEST',
      new Request(url, { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } }),
    ],
    [
      'input that superjson cannot read',
      400,
      'BAD_REQUEST',
      new Request(url, { method: 'POST', body: '{"json":1,"meta":{"values":{"a":["Nope"]}}}', headers: json }),
    ],
  ])('%s is told in our words and shape', async (_, httpStatus, reason, request) => {
    const { status, error, text } = await requestOverWire(context, request)
    expect([status, error?.data.reason, error?.data.httpStatus]).toEqual([httpStatus, reason, httpStatus])
    expect(text).not.toMatch(/stack|\.ts|node_modules|JSON at position/)
  })
})

describe('an error that nobody expected', () => {
  const CANARY = 'canary: postgres://parley:hunter2@db/parley'
  const thrown = new Error(CANARY)
  /** A database in which everything goes wrong once `good` transactions were answered. */
  const breaking = (db: Database, good: number) => {
    let answered = 0
    const fails = () => answered >= good
    const failing: Database = {
      ...db,
      query: (...args) => (fails() ? Promise.reject(thrown) : db.query(...args)),
      transaction: (...args) => (fails() ? Promise.reject(thrown) : db.transaction(...args).finally(() => answered++)),
    }
    return { db: failing, fails }
  }
  const broken: Context = { ...context, db: breaking(api.db, 0).db }

  const masked = (requestId: string) => ({
    message: expect.stringMatching(/^Something went wrong/),
    code: expect.any(Number),
    data: {
      code: 'INTERNAL_SERVER_ERROR',
      httpStatus: 500,
      reason: 'INTERNAL',
      field: null,
      retryAfter: null,
      requestId,
    },
  })

  it.each([
    { type: 'query', path: 'conversations.list', input: {} },
    { type: 'mutation', path: 'conversations.create', input: {} },
    { type: 'mutation', path: 'chat.send', input: message() },
    { type: 'subscription', path: 'chat.follow', input: { conversationId: newId(), messageId: newId() } },
  ] as const)('is masked with the request id and reported whole: $path', async (call) => {
    const { error, text, reported } = await callOverWire(broken, call)
    expect(error).toEqual(masked(broken.requestId))
    expect(text).not.toContain('canary')
    expect(text).not.toContain('hunter2')
    for (const one of reported) {
      expect(isFault(one)).toBe(true)
      expect(one.cause).toBe(thrown)
    }
    expect(reported).not.toEqual([])
  })

  it('is masked in a subscription that is running', async () => {
    const { answer, content } = await ask(api, { userId })
    const call = await model.call(content)
    call.text('shown')
    await until(async () => expect(await storedText(database, answer.messageId)).toBe('shown'))
    // Both looks at the log that begin a subscription go well; the one after the end does not.
    const { db, fails } = breaking(api.db, 2)
    const failing = { ...context, db }
    const following = callOverWire(failing, { type: 'subscription', path: 'chat.follow', input: answer })
    await until(() => expect(fails()).toBe(true))
    call.finish()
    const { error, text, reported } = await following
    expect(text).toContain('shown')
    expect(error).toEqual(masked(failing.requestId))
    expect(text).not.toContain('canary')
    expect(reported.every((one) => isFault(one) && one.cause === thrown)).toBe(true)
    expect(reported).not.toEqual([])
  })
})
