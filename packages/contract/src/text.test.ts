import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { countChars, isStorable, takeChars, textSchema, toStorable } from './text.ts'

const anyText = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) })

it('counts characters as code points', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(countChars(text)).toBe(Array.from(text).length)
    }),
  )
})

it('takes the first characters and never half of one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, max) => {
      expect(takeChars(text, max)).toBe(Array.from(text).slice(0, max).join(''))
    }),
  )
})

it('makes any text storable and leaves storable text as it is', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(isStorable(toStorable(text))).toBe(true)
      if (isStorable(text)) expect(toStorable(text)).toBe(text)
    }),
  )
})

describe('text that a person sends', () => {
  const schema = textSchema({ max: 5, blank: false })
  it.each(['hello', ' a ', '😀😀😀😀😀', 'שלום', 'e\u0301'])('takes %j unchanged', (text) => {
    expect(schema.parse(text)).toBe(text)
  })
  it.each([
    ['', 'Must not be empty'],
    [' \n\t\u00a0', 'Must not be empty'],
    ['\u0085', 'Must not be empty'],
    ['\u200b\u2060\u00ad', 'Must not be empty'],
    ['123456', 'Must be at most 5 characters'],
    ['a\0', 'Contains a character that cannot be stored (U+0000 or half of a surrogate pair)'],
    ['a\ud83d', 'Contains a character that cannot be stored (U+0000 or half of a surrogate pair)'],
  ])('refuses %j and says why', (text, message) => {
    expect(schema.safeParse(text).error?.issues.map((issue) => issue.message)).toEqual([message])
  })
})
