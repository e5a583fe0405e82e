import { bodyOf, roles } from '@parley/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { fitContext, type FitContext } from './fit.ts'
import type { ContextMessage } from './window.ts'

const countTokens = (text: string) => text.length
const textOf = fc.oneof(
  { weight: 5, arbitrary: fc.string({ minLength: 1, maxLength: 60 }) },
  { weight: 1, arbitrary: fc.constant('') },
)
const message = fc.record({ role: fc.constantFrom(...roles), text: textOf, thought: fc.boolean() })
const branch = fc.array(message, { maxLength: 30 }).map((messages) =>
  messages.map(({ role, text, thought }, i): ContextMessage => {
    const thoughts = thought ? [{ type: 'reasoning' as const, text: 'SECRET-THOUGHT' }] : []
    return { id: `m${i}`, role, ...bodyOf([...thoughts, { type: 'text', text }]) }
  }),
)
const inputs: fc.Arbitrary<FitContext> = fc.record({
  messages: branch,
  systemPrompt: fc.option(fc.string({ maxLength: 40 })),
  contextLimit: fc.integer({ min: 1, max: 12 }),
  contextWindow: fc.option(fc.integer({ min: 10, max: 2_000 })),
  countTokens: fc.constant(countTokens),
  model: fc.constant('demo:offline'),
})
const spoken = ({ messages }: FitContext) => messages.filter(({ content }) => content.trim() !== '')
const begunOf = (input: FitContext) =>
  spoken(input)
    .slice(-1)
    .filter(({ role }) => role === 'assistant')

/** Checks a rule on any branch, prompt, limit and window. */
const holds = (rule: (input: FitContext, fitted: ReturnType<typeof fitContext>) => void) =>
  fc.assert(
    fc.property(inputs, (input) => rule(input, fitContext(input))),
    { numRuns: 500 },
  )

describe('what a model is sent', () => {
  test('is never more than the context limit, an answer to continue not counted', () =>
    holds((input, { receipt }) => {
      expect(receipt.messageIds.length - begunOf(input).length).toBeLessThanOrEqual(input.contextLimit)
    }))

  test('is exactly the last messages when the window is not known', () =>
    holds((input) => {
      const { receipt } = fitContext({ ...input, contextWindow: null })
      const begun = begunOf(input)
      const history = spoken(input).slice(0, spoken(input).length - begun.length)
      const last = history.slice(-input.contextLimit)
      if (!history.some(({ role }) => role === 'user') || last.some(({ role }) => role === 'user')) {
        expect(receipt.messageIds).toEqual([...last, ...begun].map(({ id }) => id))
      }
      expect(receipt.dropped.tokens).toBe(0)
    }))

  test('leaves room for the answer, unless what must be sent is already more', () =>
    holds((input, { receipt }) => {
      if (input.contextWindow === null) return
      const must = begunOf(input).length + 1
      if (receipt.messageIds.length <= must) return
      expect(receipt.tokens).toBeLessThanOrEqual(Math.ceil(input.contextWindow * 0.75))
    }))

  test('always has the newest user message', () =>
    holds((input, { receipt }) => {
      const question = spoken(input).findLast(({ role }) => role === 'user')
      if (question) expect(receipt.messageIds).toContain(question.id)
    }))

  test('always has the system prompt, first and once', () =>
    holds((input, { prompt, receipt }) => {
      const has = input.systemPrompt !== null && input.systemPrompt.trim() !== ''
      expect(receipt.systemPrompt).toBe(has)
      if (has) expect(prompt[0]).toMatchObject({ role: 'system' })
      if (has && prompt[0]?.role === 'system') expect(prompt[0].content.startsWith(input.systemPrompt ?? '')).toBe(true)
      expect(prompt.slice(1).some(({ role }) => role === 'system')).toBe(false)
    }))

  test('drops the oldest first: nothing sent is older than something dropped, but for the newest user message', () =>
    holds((input, { receipt }) => {
      const question = spoken(input).findLast(({ role }) => role === 'user')
      const ids = spoken(input).map(({ id }) => id)
      const others = receipt.messageIds.filter((id) => id !== question?.id)
      const first = Math.min(...others.map((id) => ids.indexOf(id)))
      const tail = others.length === 0 ? [] : ids.slice(first).filter((id) => id !== question?.id)
      expect(others).toEqual(tail)
      expect(receipt.messageIds).toEqual(ids.filter((id) => receipt.messageIds.includes(id)))
    }))

  test('takes turns: no two neighbours have one role, and none is empty', () =>
    holds((_, { prompt }) => {
      prompt.forEach(({ role, content }, i) => {
        expect(role).not.toBe(prompt[i - 1]?.role)
        expect(JSON.stringify(content)).toMatch(/[^\s]/)
        expect(content.length).toBeGreaterThan(0)
      })
    }))

  test('holds the text of every message on the receipt, whole and in order', () =>
    holds((input, { prompt, receipt }) => {
      const texts = prompt.map((turn) =>
        turn.role === 'system'
          ? turn.content
          : turn.content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
      )
      for (const { id, content } of input.messages) {
        if (receipt.messageIds.includes(id)) expect(texts.some((text) => text.includes(content))).toBe(true)
      }
    }))

  test('ends with the answer that is to be continued', () =>
    holds((input, { prompt, receipt }) => {
      for (const begun of begunOf(input)) {
        expect(receipt.messageIds.at(-1)).toBe(begun.id)
        expect(prompt.at(-1)?.role).toBe('assistant')
      }
    }))

  test('never holds reasoning', () =>
    holds((_, { prompt }) => {
      expect(JSON.stringify(prompt)).not.toContain('SECRET-THOUGHT')
    }))

  test('adds up: each message with text is sent or dropped for one reason', () =>
    holds((input, { receipt }) => {
      const { limit, tokens } = receipt.dropped
      expect(receipt.messageIds.length + limit + tokens).toBe(spoken(input).length)
    }))
})

describe('by example', () => {
  const talk = (count: number): ContextMessage[] =>
    Array.from({ length: count }, (_, i) => ({
      id: `m${i}`,
      role: i % 2 === 0 ? 'user' : 'assistant',
      content: `message ${i}`,
      parts: null,
    }))
  const input = { systemPrompt: null, contextLimit: 20, contextWindow: null, countTokens, model: 'demo:offline' }

  test('continuing an answer shows the model what it saw before', () => {
    const before = fitContext({ ...input, messages: talk(33) })
    const after = fitContext({ ...input, messages: talk(34) })
    expect(after.prompt.slice(0, -1)).toEqual(before.prompt)
    expect(before.receipt.dropped).toEqual({ limit: 13, tokens: 0 })
    expect(after.receipt.dropped).toEqual({ limit: 13, tokens: 0 })
  })

  test('an empty answer at the end is as if it were not there', () => {
    const empty = { id: 'empty', role: 'assistant' as const, content: '', parts: null }
    expect(fitContext({ ...input, messages: [...talk(5), empty] })).toEqual(fitContext({ ...input, messages: talk(5) }))
  })

  test('a tail of the branch counts as dropped what it leaves out', () => {
    const { receipt, providerOptions } = fitContext({ ...input, messages: talk(35).slice(-21), branchLength: 35 })
    expect(receipt.dropped).toEqual({ limit: 15, tokens: 0 })
    expect(providerOptions).toMatchObject({ parley: { contextLimit: 20, branchLength: 35 } })
  })

  test('a large window keeps 4,096 tokens for the answer, a small one a quarter', () => {
    const long = (tokens: number) => [
      { id: 'old', role: 'assistant' as const, content: 'x'.repeat(tokens - 8 - 1), parts: null },
    ]
    const ask = { id: 'ask', role: 'user' as const, content: '?', parts: null }
    const sent = (tokens: number, contextWindow: number) =>
      fitContext({ ...input, messages: [...long(tokens), ask], contextWindow }).receipt.messageIds.length
    expect([sent(95_904, 100_000), sent(95_905, 100_000)]).toEqual([2, 1])
    expect([sent(750, 1_000), sent(751, 1_000)]).toEqual([2, 1])
  })
})
