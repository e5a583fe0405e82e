import { countChars, type GenerationEvent } from '@parley/contract'
import fc from 'fast-check'
import { expect, it } from 'vitest'

import { AnswerError } from './answer-error.ts'
import { AnswerText, MAX_ANSWER_CHARS } from './answer-text.ts'

const collect = () => {
  const events: GenerationEvent[] = []
  const answer = new AnswerText((event) => void events.push(event))
  return { answer, text: () => events.map((event) => event.text).join('') }
}

it('hands on what fits below the limit, with every character whole, and then throws', async () => {
  const unit = fc.constantFrom('a', '😀', '中')
  await fc.assert(
    fc.asyncProperty(
      fc.nat(3),
      fc.string({ unit, minLength: 1, maxLength: 8 }),
      fc.boolean(),
      async (left, more, split) => {
        const { answer, text } = collect()
        const start = 'x'.repeat(MAX_ANSWER_CHARS - left)
        await answer.push('text-delta', start)
        const over = async () => {
          for (const piece of split ? more.split('') : [more]) await answer.push('text-delta', piece)
          await answer.end('text-delta')
        }
        const chars = Array.from(more)
        if (chars.length <= left && more.length <= left) await over()
        else await over().catch((error: unknown) => expect(error).toBeInstanceOf(AnswerError))
        const said = text().slice(start.length)
        expect(more.startsWith(said)).toBe(true)
        expect(said.isWellFormed()).toBe(true)
        expect(countChars(said)).toBeLessThanOrEqual(left)
        if (split === false) expect(countChars(said)).toBe(Math.min(chars.length, left))
      },
    ),
    { numRuns: 30 },
  )
})

it('counts reasoning too, which is no answer', async () => {
  const { answer } = collect()
  expect([answer.untouched, answer.hasText]).toEqual([true, false])
  await answer.push('reasoning-delta', '')
  expect(answer.untouched).toBe(true)
  await answer.push('reasoning-delta', 'x'.repeat(MAX_ANSWER_CHARS))
  expect([answer.untouched, answer.hasText]).toEqual([false, false])
  await expect(answer.push('text-delta', 'y')).rejects.toMatchObject({
    failure: { message: /cut off/, retryable: false },
  })
})
