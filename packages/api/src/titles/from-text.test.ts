import { countChars } from '@parley/contract'
import fc from 'fast-check'
import { expect, it } from 'vitest'

import { titleFrom } from './from-text.ts'

it('names a conversation by the first line that says something', () => {
  expect(titleFrom('\n# **Plan** the   week\nand more')).toBe('Plan the week')
  expect(titleFrom('hello')).toBe('hello')
})

it('cuts a long line at a word', () => {
  expect(titleFrom('word '.repeat(40))).toBe('word word word word word word word word word word word word…')
})

it('always gives 1 to 60 characters', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }).filter((text) => text.trim() !== ''),
      (text) => {
        const chars = countChars(titleFrom(text))
        expect(chars).toBeGreaterThan(0)
        expect(chars).toBeLessThanOrEqual(60)
      },
    ),
  )
})
