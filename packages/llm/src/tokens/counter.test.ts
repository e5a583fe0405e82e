import { randomBytes } from 'node:crypto'

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { tokenCounter } from './counter.ts'
import { cutRuns } from './cut.ts'

const count = await tokenCounter('openai:gpt-5')

describe('counting tokens', () => {
  test('counts as OpenAI does', () => {
    expect(count('')).toBe(0)
    expect(count('Hello, world!')).toBe(4)
  })

  test('takes the encoding of the model', async () => {
    const old = await tokenCounter('openai:gpt-4-0613')
    const text = 'Ein Schiff fährt über das Meer, さようなら'
    expect(old(text)).toBeGreaterThan(count(text))
    expect((await tokenCounter('openai:gpt-4o'))(text)).toBe(count(text))
    expect((await tokenCounter('anthropic:claude-sonnet'))(text)).toBe(Math.ceil(count(text) * 1.25))
  })

  test('takes any text, also special tokens and lone surrogates', () => {
    expect(count('<|endoftext|> and <|im_start|>')).toBeGreaterThan(4)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\ud800', '<|fim_prefix|>'), (text, odd) => {
        expect(count(text + odd)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test.each([
    ['one letter', 'a'.repeat(1_000_000)],
    ['one ideograph', '中'.repeat(1_000_000)],
    ['emoji', '😀'.repeat(500_000)],
    ['blanks', ' '.repeat(1_000_000)],
    ['base64', randomBytes(750_000).toString('base64')],
    ['one ideograph, few enough to be counted', '文'.repeat(32_000)],
    ['prose', 'The quick brown fox jumps over the lazy dog. '.repeat(22_000)],
  ])('comes to an end for a million characters of %s', (_, text) => {
    // A tokenizer's own work on such a run grows with its square: minutes, which the test's time-out does not wait for.
    expect(count(text)).toBeGreaterThan(1_000)
  })

  test('estimates a long text within a few percent', () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => `Line ${i} tells of ${i % 7} ships and a light.`)
    const thirds = [0, 1_000, 2_000].map((start) => lines.slice(start, start + 1_000).join('\n'))
    const exact = thirds.reduce((sum, third) => sum + count(third), 0)
    expect(count(thirds.join('\n')) / exact).toBeCloseTo(1, 1)
  })
})

describe('cutting runs', () => {
  test('keeps every character and cuts no pair of surrogates', () => {
    const texts = fc.array(fc.oneof(fc.string(), fc.constantFrom('x'.repeat(300), ' '.repeat(300), '😀'.repeat(200))))
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('')
        const pieces = cutRuns(text)
        expect(pieces.join('')).toBe(text)
        if (text.isWellFormed()) expect(pieces.every((piece) => piece.isWellFormed())).toBe(true)
      }),
    )
  })

  test('leaves ordinary text in one piece', () => {
    expect(cutRuns('The quick brown fox. '.repeat(100))).toHaveLength(1)
  })
})
