import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import * as fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'

import { wordsFirst } from './words-first.ts'

afterEach(() => vi.unstubAllGlobals())

const sdk = (fetch?: typeof globalThis.fetch) =>
  createOpenAICompatible({
    name: 'openai',
    baseURL: 'http://127.0.0.1/v1',
    includeUsage: true,
    ...(fetch && { fetch }),
  }).chatModel('m')

/** Makes the provider answer with these pieces of bytes, then end or break. */
function serve(pieces: readonly Uint8Array[], broken = false) {
  vi.stubGlobal('fetch', async () => {
    const left = [...pieces]
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      const piece = left.shift()
      if (piece !== undefined) controller.enqueue(piece)
      else if (broken) controller.error(new TypeError('terminated'))
      else controller.close()
    }
    const headers = { 'content-type': 'text/event-stream' }
    return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), { headers })
  })
}

/** What a reader sees: neighbouring text as one, errors by their message, without where blocks begin and end. */
async function read(model: LanguageModelV4) {
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }]
  const { stream } = await model.doStream({ prompt })
  const seen: object[] = []
  let text = { type: '', delta: '' }
  try {
    for await (const part of stream) {
      if (part.type === 'response-metadata' || /-(start|end)$/.test(part.type)) continue
      if (part.type === 'text-delta' || part.type === 'reasoning-delta') {
        if (seen.at(-1) === text && text.type === part.type) text.delta += part.delta
        else seen.push((text = { type: part.type, delta: part.delta }))
      } else if (part.type === 'error') seen.push({ type: 'error', message: messageOf(part) })
      // The SDK makes up the id of a call that comes twice.
      else seen.push(part.type.startsWith('tool-') ? { ...part, id: null, toolCallId: null } : part)
    }
  } catch (error) {
    seen.push({ thrown: error instanceof Error ? `${error.name}: ${error.message}` : error })
  }
  return seen
}

const messageOf = ({ error }: Extract<LanguageModelV4StreamPart, { type: 'error' }>) =>
  error instanceof Error ? error.message : error

const event = (delta: object, rest: object = {}, top: object = {}) =>
  `data: ${JSON.stringify({ id: 'c', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: null, ...rest }], ...top })}\n\n`

const finish = event({}, { finish_reason: 'stop' })
const usage = `data: ${JSON.stringify({ id: 'c', choices: [], usage: { prompt_tokens: 7, completion_tokens: 9, total_tokens: 16 } })}\n\n`
const done = 'data: [DONE]\n\n'

const words = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 0, maxLength: 8 }).map((content) => event({ content })),
  fc.string({ maxLength: 8 }).map((reasoning) => event({ reasoning_content: reasoning })),
  fc.string({ maxLength: 8 }).map((reasoning) => event({ reasoning, content: null })),
  fc.constantFrom(
    event({ role: 'assistant', content: '' }),
    ': still here\n\n',
    event({ content: 'a', refusal: null }),
  ),
)
const others = fc.constantFrom(
  event({ refusal: 'I will not.' }),
  event({ tool_calls: [{ index: 0, id: 't', function: { name: 'f', arguments: '{}' } }] }),
  event({ content: [{ type: 'text', text: 'listed' }] }),
  event({ content: 'x' }, {}, { usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } }),
  'data: {"error":{"message":"overloaded"}}\n\n',
  'data: {broken\n\n',
  'event: message\r\ndata: {"choices":[]}\r\n\r\n',
  finish,
)
const answers = fc.record({
  events: fc.array(fc.oneof({ weight: 6, arbitrary: words }, { weight: 1, arbitrary: others }), { maxLength: 14 }),
  end: fc.constantFrom([finish, usage, done], [finish, done], [done], []),
  broken: fc.boolean(),
  /** Bytes that the provider keeps to itself at the end. */
  missing: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(400) }),
  cuts: fc.array(fc.nat(2_000), { maxLength: 30 }),
})

const textOf = (seen: readonly object[]) => seen.map((part) => ('delta' in part ? part.delta : '')).join('')

test('a reader sees what the SDK alone shows, however the bytes are cut; more of it when the connection breaks', async () => {
  await fc.assert(
    fc.asyncProperty(answers, async ({ events, end, broken, missing, cuts }) => {
      const whole = new TextEncoder().encode([...events, ...end].join(''))
      const bytes = whole.slice(0, Math.max(0, whole.length - missing))
      const places = [...cuts.filter((cut) => cut < bytes.length), bytes.length].toSorted((a, b) => a - b)
      const pieces = places.map((place, index) => bytes.slice(places[index - 1] ?? 0, place))
      serve(pieces, broken)
      const expected = await read(sdk())
      serve(pieces, broken)
      const seen = await read(wordsFirst(sdk))
      // The SDK forgets words that are on their way when a connection breaks.
      if (broken) {
        expect(seen.at(-1)).toEqual(expected.at(-1))
        expect(textOf(seen).startsWith(textOf(expected))).toBe(true)
      } else expect(seen).toEqual(expected)
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['in the middle of an event', `${event({ content: 'Once' })}data: {"cho`],
  ['in the middle of a character', `${event({ content: 'Once' })}data: \u00e9`],
  ['with an end that lacks its blank line', `${event({ content: 'Once' })}data: [DONE]`],
  ['with a comment that lacks its blank line', `${event({ content: 'Once' })}: ping`],
  ['with JSON that is no stream', '{"error":{"message":"model is loading"}}'],
  ['with a page', '<html>hello</html>'],
  ['with nothing', ''],
])('an answer that ends %s ends, as with the SDK alone', async (_, body) => {
  const bytes = new TextEncoder().encode(body)
  serve([bytes])
  const expected = await read(sdk())
  serve([bytes])
  expect(await read(wordsFirst(sdk))).toEqual(expected)
})

test('a refused request is the SDK’s to explain', async () => {
  const refuse = async () => Response.json({ error: { message: 'No such key' } }, { status: 401 })
  vi.stubGlobal('fetch', refuse)
  await expect(read(wordsFirst(sdk))).rejects.toThrow('No such key')
})

test('who stops reading gives up the connection', async () => {
  const given = Promise.withResolvers<unknown>()
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) =>
    controller.enqueue(new TextEncoder().encode(event({ content: 'On and on. ' })))
  vi.stubGlobal(
    'fetch',
    async () => new Response(new ReadableStream({ pull, cancel: given.resolve }, { highWaterMark: 0 })),
  )
  const { stream } = await wordsFirst(sdk).doStream({ prompt: [] })
  for await (const part of stream) if (part.type === 'text-delta') break
  await given.promise
})

test.each([
  ['as OpenAI sends them', event({ content: 'Soon' })],
  ['with lines that end in CRLF', event({ content: 'Soon' }).replaceAll('\n', '\r\n')],
  ['without a space', event({ content: 'Soon' }).replace('data: ', 'data:')],
  ['after a comment', `: wait\n\n${event({ content: 'Soon' })}`],
  ['with a name', `event: message\n${event({ content: 'Soon' })}`],
])('words come when they are sent, not when the stream ends: %s', async (_, sent) => {
  const start = (controller: ReadableStreamDefaultController<Uint8Array>) =>
    controller.enqueue(new TextEncoder().encode(sent))
  vi.stubGlobal('fetch', async () => new Response(new ReadableStream({ start })))
  const { stream } = await wordsFirst(sdk).doStream({ prompt: [] })
  for await (const part of stream) {
    if (part.type !== 'text-delta') continue
    expect(part.delta).toBe('Soon')
    break
  }
})
