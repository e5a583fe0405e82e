import { APICallError } from '@ai-sdk/provider'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { providerFailure } from '../failure/provider-failure.ts'
import { answer, assistant, user } from '../testing/answer.ts'
import { createDemoModel } from './model.ts'

const model = createDemoModel({ wordsPerSecond: Infinity })
const requests = [
  'Hello there',
  'help',
  'Write me a long essay about the sea',
  'Show me some code',
  'a table please',
  'make a list',
  'everything',
  'Count to 40',
  'What do you see?',
  'think about it',
  'slow',
  'please fail',
  'stall after 3 words',
]

describe('what the demo model answers', () => {
  test('streams start, deltas and end, and finishes with usage', async () => {
    const { types, finish, usage } = await answer(model, 'Hello')
    expect(types.slice(0, 3)).toEqual(['stream-start', 'text-start', 'text-delta'])
    expect(types.slice(-2)).toEqual(['text-end', 'finish'])
    expect(finish).toEqual({ unified: 'stop', raw: 'stop' })
    expect(usage?.outputTokens.total).toBeGreaterThan(50)
  })

  test('gives the same words for the same prompt, streamed or not', async () => {
    for (const request of requests.slice(0, -2)) {
      const first = await answer(model, request)
      expect(await answer(model, request)).toEqual(first)
      const { content } = await model.doGenerate({ prompt: [user(request)] })
      expect(content.map((part) => (part.type === 'text' || part.type === 'reasoning' ? part.text : ''))).toEqual(
        [first.reasoning, first.text].filter((text) => text !== ''),
      )
    }
  })

  test('says what it understood and what it was sent', async () => {
    const { text } = await answer(
      model,
      [{ role: 'system', content: 'Be kind.' }, user('The oldest one'), assistant('Yes'), user('And *this* is new')],
      { providerOptions: { parley: { contextLimit: 3, branchLength: 34 } } },
    )
    expect(text).toContain('And \\*this\\* is new')
    expect(text).toContain('**Messages:** 3, the oldest begins “The oldest one”')
    expect(text).toContain('begins “Be kind.”')
    expect(text).toContain('the last 3 messages of 34')
    expect(text).toContain('count to 100')
  })

  test('lists the messages it received', async () => {
    const { text } = await answer(model, [user('One'), assistant('Two'), user('What do you see?')])
    expect(text).toContain('1. **user**: One\n2. **assistant**: Two\n3. **user**: What do you see?')
  })

  test('counts one number a line, to 1,000 at most', async () => {
    expect((await answer(model, 'count to 3')).text).toBe('1\n2\n3')
    expect((await answer(model, 'Please COUNT slowly to 12.')).text.split('\n')).toHaveLength(12)
    expect((await answer(model, 'count to 5,000')).text.split('\n').at(-1)).toBe('1000')
  })

  test.each([
    ['a long answer', /^## /m],
    ['code', /```ts\n[^]+```/],
    ['table', /\| :--- \| ---: \|/],
    ['task list', /- \[x] [^]+- \[ ] /],
    ['everything', /# Everything[^]+- \[x][^]+\| ---: \|[^]+```sql/],
    ['Help', /\*\*fail at once\*\*/],
  ])('answers %j in Markdown of that kind', async (request, expected) => {
    expect((await answer(model, request)).text).toMatch(expected)
  })

  test('writes 600 words and more when asked for something long', async () => {
    expect((await answer(model, 'Tell me a story')).text.split(/\s+/).length).toBeGreaterThan(600)
  })

  test('thinks before it answers', async () => {
    const { types, reasoning, text } = await answer(model, 'Think, then count to 2')
    expect(types.indexOf('reasoning-end')).toBeLessThan(types.indexOf('text-start'))
    expect(reasoning).not.toBe('')
    expect(text).toBe('1\n2')
  })

  test('does not take a question about a failure as a wish for one', async () => {
    expect((await answer(model, 'Why did the build fail?')).finish?.unified).toBe('stop')
  })

  test('goes on from any cut so that both pieces are the whole answer', async () => {
    const wholes = await Promise.all(
      requests.map(async (request) => {
        if (!/fail|stall/.test(request)) return (await answer(model, request)).text
        return (await answer(model, [user(request), assistant('H')])).text.replace(/^/, 'H')
      }),
    )
    const cuts = fc
      .nat(requests.length - 1)
      .chain((i) => fc.tuple(fc.constant(i), fc.integer({ min: 1, max: wholes[i]?.length ?? 1 })))
    await fc.assert(
      fc.asyncProperty(cuts, async ([i, cut]) => {
        const whole = wholes[i] ?? ''
        const begun = whole.slice(0, cut)
        const rest = await answer(model, [user(requests[i] ?? ''), assistant(begun)])
        expect(begun + rest.text).toBe(whole)
        expect(rest.finish?.unified).toBe('stop')
      }),
      { numRuns: 300 },
    )
  })

  test('finds its place by the last words when the start of the answer has changed', async () => {
    const { text } = await answer(model, 'Hello')
    const rest = await answer(model, [user('Hello'), assistant(`Edited by hand. ${text.slice(20, 200)}`)])
    expect(rest.text).toBe(text.slice(200))
  })
})

describe('trouble on request', () => {
  test('fails in mid-answer with an error part like a provider, after the words it has said', async () => {
    const { text, error, finish } = await answer(model, 'count to 100 and fail after 7 words')
    expect(text.trim().split('\n')).toHaveLength(7)
    expect(APICallError.isInstance(error) && error.statusCode).toBe(500)
    expect(finish?.unified).toBe('error')
    expect(providerFailure(error).retryable).toBe(true)
  })

  test('fails before the first word when asked to fail at once', async () => {
    await expect(model.doStream({ prompt: [user('fail at once')] })).rejects.toThrow('as it was asked to')
    await expect(model.doGenerate({ prompt: [user('fail')] })).rejects.toThrow('as it was asked to')
  })

  test('says nothing more while stalled, and ends with the reason of the abort', async () => {
    const abort = new AbortController()
    const reason = new Error('enough')
    const { text, error } = await answer(model, 'stall after 4 words', {
      abortSignal: abort.signal,
      onText: (said) => said.split(' ').length > 4 && setImmediate(() => abort.abort(reason)),
    })
    expect(text).toBe('Here come some words, ')
    expect(error).toBe(reason)
  })

  test('ends when its reader walks away while it is stalled', async () => {
    const { stream } = await model.doStream({ prompt: [user('stall at once')] })
    const reader = stream.getReader()
    expect((await reader.read()).value?.type).toBe('stream-start')
    expect((await reader.read()).value?.type).toBe('text-start')
    await reader.cancel()
    expect(await reader.read()).toEqual({ done: true, value: undefined })
  })

  test('stops in mid-word-delay when it is aborted', async () => {
    const abort = new AbortController()
    const start = performance.now()
    const { text, error } = await answer(createDemoModel({ wordsPerSecond: 0.01 }), 'Hello', {
      abortSignal: AbortSignal.any([abort.signal, AbortSignal.timeout(20)]),
    })
    expect(text).toBe('')
    expect(error).toHaveProperty('name', 'TimeoutError')
    expect(performance.now() - start).toBeLessThan(5_000)
  })

  test('starts nothing under a signal that is already aborted', async () => {
    await expect(model.doStream({ prompt: [user('Hi')], abortSignal: AbortSignal.abort() })).rejects.toThrow('abort')
  })
})

test('keeps the pace it is given', async () => {
  const start = performance.now()
  await answer(createDemoModel({ wordsPerSecond: 200 }), 'count to 20')
  expect(performance.now() - start).toBeGreaterThan(20 * 5 * 0.9)
})
