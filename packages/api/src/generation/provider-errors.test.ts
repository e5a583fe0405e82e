import { inspect } from 'node:util'

import type { MessageStatus } from '@parley/contract'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, describe, expect, it } from 'vitest'

import { ask, createTestApi, endedAnswer, until } from '../testing/index.ts'
import { MAX_ANSWER_CHARS } from './answer-text.ts'
import { answers, breaks, ends, KEY, refuses, say, startProvider, streams, type Reply } from './provider.fixture.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

/** Words of the person and of the model, which no log may hold. */
const [QUESTION, TEXT] = ['a question-canary', 'Some words-canary']
const whole = answers('whole')
const soon = { 'retry-after-ms': '20' }
const patient = { first: 10_000, next: 10_000, total: 10_000 }

interface Case {
  replies: Reply[]
  status?: MessageStatus
  text?: string
  message?: RegExp
  retryable?: boolean
  requests?: number
  short?: Partial<typeof patient>
}

/** Asks a provider through the whole engine, and checks what everything ends as. */
async function run({ replies, short, requests = 1, ...expected }: Case) {
  const { status = 'failed', text = '', message, retryable = false } = expected
  await using provider = await startProvider(...replies)
  const timeouts = { ...patient, ...short }
  await using api = await createTestApi({ database, models: provider.models, timeouts })
  const { answer } = await ask(api, { content: QUESTION })
  const stored = await endedAnswer(database, answer.messageId)
  expect(stored).toMatchObject({ status, content: text })
  expect(stored.error).toEqual(
    status === 'failed' ? { message: expect.stringMatching(message ?? /never/), retryable } : null,
  )
  expect(provider.times).toHaveLength(requests)
  await provider.left()
  await until(() => expect(api.engine.running).toBe(0))
  const told = inspect(api.logs, { depth: Infinity, showHidden: true }) + inspect(stored.error)
  for (const secret of [KEY, QUESTION, TEXT, 'canary']) expect(told).not.toContain(secret)
  return provider.times
}

describe('a provider that refuses', () => {
  const wrongKey = { message: `Incorrect API key provided: ${KEY}`, code: 'invalid_api_key' }
  it.each<[string, Case]>([
    ['the key', { replies: [refuses(401, wrongKey)], message: /does not accept the API key/ }],
    ['what the key may use', { replies: [refuses(403)], message: /does not allow this/ }],
    ['the model', { replies: [refuses(404)], message: /does not know this model/ }],
    ['the account', { replies: [refuses(429, { code: 'insufficient_quota' })], message: /no credit left/ }],
    [
      'what its content filter finds',
      {
        replies: [refuses(400, { code: 'content_filter', message: `Filtered: ${QUESTION}` })],
        message: /content filter/,
      },
    ],
    [
      'what is longer than its context',
      { replies: [refuses(400, { code: 'context_length_exceeded' })], message: /longer than the model can take/ },
    ],
    [
      'a context in words of its own',
      { replies: [refuses(400, { message: 'prompt is too long: 9' })], message: /longer/ },
    ],
    [
      'with a page that is not JSON',
      { replies: [(response) => response.writeHead(418).end('<p>tea')], message: /\(418\)/ },
    ],
  ])('%s is asked once', async (_, one) => {
    await run(one)
  })
})

describe('a provider that fails for now, before its first word', () => {
  it.each<[string, Reply]>([
    ['429', refuses(429)],
    ['500', refuses(500)],
    ['502', (response) => response.writeHead(502).end('<html>Bad gateway')],
    ['503', refuses(503)],
    ['529', refuses(529)],
    ['a connection that is reset', breaks()],
    ['a stream that is cut before any text', breaks(say.text(''))],
    ['a stream that ends before any text', ends(say.done)],
    ['an error in the stream before any text', ends(say.error({ message: 'Overloaded', type: 'server_error' }))],
    ['a malformed chunk before any text', ends('data: {"choi\n\n')],
  ])('with %s is asked again, and there is one whole answer', async (_, failure) => {
    await run({ replies: [failure, whole], requests: 2, status: 'complete', text: 'whole' })
  })

  it('is given up after four requests', async () => {
    await run({ replies: [refuses(500, {}, soon)], requests: 4, message: /problem on its side/, retryable: true })
  })

  it('or cannot be reached at all is given up, with a hint', async () => {
    const provider = await startProvider()
    await provider.stop()
    await using api = await createTestApi({ database, models: provider.models })
    const { answer } = await ask(api)
    const stored = await endedAnswer(database, answer.messageId)
    expect(stored).toMatchObject({ status: 'failed', error: { message: /cannot be reached/, retryable: true } })
  })

  it('for good in the stream is asked once', async () => {
    const error = { message: 'This is too long.', code: 'context_length_exceeded' }
    await run({ replies: [ends(say.error(error))], message: /longer than the model/ })
  })
})

describe('a provider that says when to come back', () => {
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString()
  it.each<[string, () => Record<string, string>, number]>([
    ['in milliseconds', () => ({ 'retry-after-ms': '1600' }), 1_600],
    ['in seconds', () => ({ 'retry-after': '2' }), 2_000],
    ['as a date', () => ({ 'retry-after': inSeconds(2) }), 1_900],
    ['by a clock that is an hour late', () => ({ date: inSeconds(-3_600), 'retry-after': inSeconds(-3_598) }), 1_900],
  ])('%s is waited for exactly as long', async (_, headers, least) => {
    const busy: Reply = (response) => refuses(429, {}, headers())(response)
    const [first = 0, second = 0] = await run({
      replies: [busy, whole],
      requests: 2,
      status: 'complete',
      text: 'whole',
      // Less than the wait: it is the provider's first word that is waited for, from each time it is asked.
      short: { first: 1_500 },
    })
    expect(second - first).toBeGreaterThanOrEqual(least - 5)
    expect(second - first).toBeLessThan(least + 2_000)
  })

  it.each([
    ['31', /too many requests at the moment\. Try again in 31 seconds\.$/],
    ['120', /Try again in 2 minutes\.$/],
  ])('after %s seconds is not waited for: the person is told', async (seconds, message) => {
    await run({ replies: [refuses(429, {}, { 'retry-after': seconds })], message, retryable: true })
  })

  it.each(['stop', 'shutdown'] as const)('is not waited for after a %s', async (end) => {
    await using provider = await startProvider(refuses(429, {}, { 'retry-after': '20' }))
    await using api = await createTestApi({ database, models: provider.models })
    const { answer, caller } = await ask(api)
    await until(() => expect(provider.times).toHaveLength(1))
    await provider.left()
    const started = performance.now()
    if (end === 'stop') await caller.chat.stop(answer)
    else await api.engine.close({ graceMs: 0 })
    expect(await endedAnswer(database, answer.messageId)).toMatchObject({
      status: end === 'stop' ? 'stopped' : 'interrupted',
      error: null,
    })
    expect(performance.now() - started).toBeLessThan(8_000)
    expect(provider.times).toHaveLength(1)
  })

  it('is waited for no longer than the whole answer may take', async () => {
    const replies = [refuses(429, {}, { 'retry-after': '20' })]
    await run({ replies, short: { total: 200 }, message: /not finished in time/, retryable: true })
  })
})

describe('a provider that gives up after its first word', () => {
  it.each<[string, Case]>([
    ['by breaking the connection', { replies: [breaks(say.text(TEXT))], message: /broke off/, retryable: true }],
    ['by ending the stream', { replies: [ends(say.text(TEXT))], message: /broke off/, retryable: true }],
    [
      'with a malformed chunk',
      { replies: [ends(say.text(TEXT), 'data: {"choi\n\n')], message: /broke off/, retryable: true },
    ],
    [
      'with an error',
      {
        replies: [ends(say.text(TEXT), say.error({ message: 'No.', type: 'server_error' }))],
        message: /on its side/,
        retryable: true,
      },
    ],
    [
      'by falling silent',
      { replies: [streams(say.text(TEXT))], short: { next: 150 }, message: /fell silent/, retryable: true },
    ],
    [
      'by its content filter',
      { replies: [ends(say.text(TEXT), say.finish('content_filter'), say.done)], message: /content filter ended/ },
    ],
    [
      'by asking for a tool',
      {
        replies: [ends(say.text(TEXT), say.toolCall(), say.finish('tool_calls'), say.done)],
        message: /tool/,
        retryable: true,
      },
    ],
  ])('%s is not asked again, and what it said is kept', async (_, one) => {
    await run({ ...one, text: TEXT })
  })
})

describe('a provider that says nothing', () => {
  it.each<[string, Case]>([
    ['not even that it took the call', { replies: [() => {}], short: { first: 150 } }],
    ['after it took the call', { replies: [streams()], short: { first: 150 } }],
    ['but that it is there', { replies: [streams(': ping\n\n')], short: { first: 150 } }],
  ])('%s, is given up in time', async (_, one) => {
    await run({ ...one, message: /did not answer in time/, retryable: true })
  })

  it('and says that it is done gives no answer', async () => {
    const replies = [ends(say.finish('stop'), say.done)]
    await run({ replies, message: /empty answer/, retryable: true })
  })
})

it('an answer without an end is cut off at its limit', async () => {
  const piece = 'x'.repeat(64 * 1024)
  const endless: Reply = (response) => {
    streams()(response)
    const more = () => {
      while (!response.destroyed && response.write(say.text(piece)));
    }
    response.on('drain', more)
    more()
  }
  const text = 'x'.repeat(MAX_ANSWER_CHARS)
  await run({ replies: [endless], text, message: /cut off: it was longer than 1,000,000 characters/ })
})

it('an answer that comes byte by byte is whole, with every character', async () => {
  const text = 'Grüße 👩‍🚀 “中文”\u2028 \\n end'
  const bytes = Buffer.from(say.text(text.slice(0, 7)) + say.text(text.slice(7)) + say.finish('stop') + say.done)
  const byByte: Reply = async (response) => {
    streams()(response)
    response.socket?.setNoDelay()
    for (const byte of bytes) {
      response.write(Buffer.of(byte))
      await new Promise(setImmediate)
    }
    response.end()
  }
  await run({ replies: [byByte], status: 'complete', text })
})
