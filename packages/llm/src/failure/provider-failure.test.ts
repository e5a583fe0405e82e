import {
  APICallError,
  EmptyResponseBodyError,
  InvalidResponseDataError,
  JSONParseError,
  LoadAPIKeyError,
} from '@ai-sdk/provider'
import { isStorable, ParleyError } from '@parley/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { finishFailure, uselessAnswer } from './finish.ts'
import { providerFailure } from './provider-failure.ts'
import { failureTrace } from './trace.ts'

interface Reply {
  message?: string
  data?: unknown
  headers?: Record<string, string>
}
const call = (statusCode: number | undefined, { message = 'Bad things', data, headers }: Reply = {}) =>
  new APICallError({
    message,
    url: 'https://key:pass@example.com',
    requestBodyValues: { messages: ['my context length is nobody’s business, content_filter'] },
    ...(statusCode === undefined ? {} : { statusCode }),
    ...(headers ? { responseHeaders: headers } : {}),
    ...(data === undefined ? {} : { data }),
  })
const system = (code: string, message = code) => Object.assign(new Error(message), { code })

describe('what a failure says', () => {
  test.each<[string, unknown, RegExp, boolean]>([
    ['a wrong key', call(401), /API key/, false],
    ['a missing key', new LoadAPIKeyError({ message: 'no key' }), /API key/, false],
    ['a key without permission', call(403), /may use/, false],
    ['an unknown model', call(404), /does not know this model/, false],
    ['too many requests', call(429), /too many requests/, true],
    ['no credit', call(429, { data: { error: { code: 'insufficient_quota' } } }), /no credit/, false],
    ['a failing server', call(500), /on its side/, true],
    ['an overloaded server', call(529), /overloaded/, true],
    ['a gateway that waited too long', call(504), /in time/, true],
    [
      'a refusal with its reason',
      call(422, { message: 'temperature\n must be < 2' }),
      /\(422\): temperature must be < 2$/,
      false,
    ],
    ['OpenAI, too long', call(400, { data: { error: { code: 'context_length_exceeded' } } }), /context limit/, false],
    [
      'Anthropic, too long',
      call(400, { message: 'prompt is too long: 210000 tokens > 200000 maximum' }),
      /context limit/,
      false,
    ],
    [
      'vLLM, too long',
      call(400, { message: "This model's maximum context length is 8192 tokens." }),
      /context limit/,
      false,
    ],
    [
      'llama.cpp, too long',
      call(400, { message: 'the request exceeds the available context size' }),
      /context limit/,
      false,
    ],
    ['a content filter', call(400, { data: { error: { code: 'content_filter' } } }), /content filter/, false],
    ['a time-out', new DOMException('The operation timed out', 'TimeoutError'), /in time/, true],
    ['an abort', new DOMException('This operation was aborted', 'AbortError'), /stopped/, false],
    [
      'a refused connection',
      new APICallError({
        message: 'Cannot connect to API',
        url: '',
        requestBodyValues: {},
        cause: system('ECONNREFUSED'),
      }),
      /cannot be reached/,
      true,
    ],
    [
      'an unknown host',
      Object.assign(new TypeError('fetch failed'), { cause: system('ENOTFOUND') }),
      /address cannot be found/,
      true,
    ],
    ['a bad certificate', system('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'), /certificate/, false],
    ['a reset connection', call(200, { message: 'Failed to process successful response' }), /broke off/, true],
    [
      'a socket that closed',
      Object.assign(new TypeError('terminated'), { cause: system('UND_ERR_SOCKET', 'other side closed') }),
      /broke off/,
      true,
    ],
    ['a malformed chunk', new JSONParseError({ text: '{"cho', cause: new SyntaxError('x') }), /broke off/, true],
    ['an empty body', new EmptyResponseBodyError(), /broke off/, true],
    [
      'no finish reason',
      new InvalidResponseDataError({ data: undefined, message: 'Response stream ended' }),
      /broke off/,
      true,
    ],
    ['an error part of OpenAI', { message: 'Sorry', type: 'server_error', code: null }, /on its side/, true],
    ['an error part of Anthropic', { type: 'overloaded_error', message: 'Overloaded' }, /overloaded/, true],
    ['an error part with a number', { message: 'Slow down', code: 429 }, /too many requests/, true],
    ['our own error', new ParleyError('NO_MODEL', 'Set a key.'), /^Set a key\.$/, false],
  ])('%s', (_, error, message, retryable) => {
    const failure = providerFailure(error)
    expect(failure.message).toMatch(message)
    expect(failure.retryable).toBe(retryable)
  })

  test('says nothing of an error it does not know', () => {
    for (const error of [new TypeError('x is not a function at /srv/app.ts'), 'secret words', null, undefined, 7]) {
      expect(providerFailure(error)).toEqual({
        message: 'The model failed for a reason that is not known.',
        retryable: false,
      })
    }
  })

  test('reads after how many seconds to try again, exactly', () => {
    const after = (headers: Record<string, string>) => providerFailure(call(429, { headers })).retryAfter
    expect(after({ 'retry-after': '7' })).toBe(7)
    expect(after({ 'retry-after': '0.2' })).toBe(0.2)
    expect(after({ 'retry-after-ms': '2500', 'retry-after': '9' })).toBe(2.5)
    expect(after({ 'retry-after': '-3' })).toBe(0)
    expect(after({ 'retry-after': 'soon' })).toBeUndefined()
    expect(after({ 'retry-after': '999999999' })).toBe(86_400)
    expect(providerFailure(call(401, { headers: { 'retry-after': '7' } })).retryAfter).toBeUndefined()
  })

  test('reads a date by the clock of who sent it', () => {
    const after = (headers: Record<string, string>) => providerFailure(call(429, { headers })).retryAfter
    const inAMinute = new Date(Date.now() + 60_000).toUTCString()
    expect(after({ 'retry-after': inAMinute })).toBeGreaterThan(50)
    expect(after({ 'retry-after': inAMinute })).toBeLessThanOrEqual(60)
    const [sent, again] = ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 08:49:47 GMT']
    expect(after({ date: sent, 'retry-after': again })).toBe(10)
    expect(after({ date: again, 'retry-after': sent })).toBe(0)
  })

  test.each([
    ['0.3', 'Try again in 1 second.'],
    ['45', 'Try again in 45 seconds.'],
    ['120', 'Try again in 2 minutes.'],
    ['3601', 'Try again in 61 minutes.'],
    ['999999999', 'Try again in 24 hours.'],
    ['soon', 'Try again in a while.'],
  ])('says when to try again, for Retry-After: %s', (header, advice) => {
    const busy = call(503, { headers: { 'retry-after': header } })
    expect(providerFailure(busy).message).toBe(`The provider is overloaded. ${advice}`)
  })

  test('can be stored, whatever the provider said', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }), (said) =>
        isStorable(providerFailure(call(422, { message: `no \0${said}` })).message),
      ),
    )
  })

  test('never shows a key, and never more than 200 characters of what the provider said', () => {
    const keys = fc.stringMatching(/^[A-Za-z0-9]{20,60}$/)
    const around = fc.constantFrom(
      (key: string) => `Incorrect API key provided: sk-${key}. See the docs.`,
      (key: string) => `Authorization: Bearer ${key}`,
      (key: string) => `{"api_key": "${key}", "ok": false}`,
      (key: string) => `https://me:${key}@example.com failed ${'again and '.repeat(500)}`,
    )
    fc.assert(
      fc.property(keys, around, fc.constantFrom(400, 401, 409, 422, 451, 500), (key, say, status) => {
        const { message } = providerFailure(call(status, { message: say(key) }))
        expect(message).not.toContain(key)
        expect(message.length).toBeLessThan(260)
      }),
    )
  })

  test('takes anything that can be thrown', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (thrown) => providerFailure(thrown).message.length > 0),
    )
    const loop: { cause?: unknown } = {}
    loop.cause = loop
    expect(providerFailure(loop).retryable).toBe(false)
  })
})

test('a trace for the log has status, codes and places, and nothing that was said', () => {
  const secret = 'my diary'
  const error = call(429, { message: secret, data: { error: { code: 'rate_limit_exceeded', type: `a ${secret}` } } })
  const trace = failureTrace(Object.assign(error, { cause: new Error(secret) }))
  expect(trace).toMatchObject({ status: 429, codes: expect.arrayContaining(['rate_limit_exceeded']) })
  expect(trace.frames.length).toBeGreaterThan(0)
  expect(JSON.stringify(trace)).not.toContain(secret)
  expect(failureTrace('secret')).toEqual({ status: null, codes: [], frames: [] })
})

test('a whole answer that says nothing, or that asks for a tool, is none', () => {
  expect(uselessAnswer({ toolCalls: false, hasText: true })).toBeNull()
  expect(uselessAnswer({ toolCalls: false, hasText: false })).toMatchObject({ message: /empty/, retryable: true })
  expect(uselessAnswer({ toolCalls: true, hasText: true })).toMatchObject({ message: /tool/, retryable: true })
})

test('an answer is whole only when its provider said that it has ended', () => {
  for (const unified of ['stop', 'length', 'tool-calls'] as const)
    expect(finishFailure({ unified, raw: unified })).toBeNull()
  expect(finishFailure({ unified: 'other', raw: 'eos' })).toBeNull()
  expect(finishFailure({ unified: 'other', raw: undefined })).not.toBeNull()
  expect(finishFailure(undefined)).not.toBeNull()
  expect(finishFailure({ unified: 'interrupted', raw: undefined })?.retryable).toBe(true)
  expect(finishFailure({ unified: 'error', raw: undefined })?.retryable).toBe(true)
  expect(finishFailure({ unified: 'content-filter', raw: 'content_filter' })?.retryable).toBe(false)
})
