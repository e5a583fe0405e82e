import fc from 'fast-check'
import { expect, it } from 'vitest'

import { TextCleaner } from './clean-text.ts'

const clean = (pieces: string[]) => {
  const cleaner = new TextCleaner()
  return pieces.map((piece) => cleaner.push(piece)).join('') + cleaner.end()
}

it('keeps a character whole that arrives in two pieces', () => {
  expect(clean(['a\uD83D', '\uDE00b'])).toBe('a😀b')
})

it('replaces what Postgres cannot store, and nothing else, however the text is cut', () => {
  const units = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) })
  fc.assert(
    fc.property(units, fc.array(fc.nat(20)), (text, cuts) => {
      const pieces: string[] = []
      let rest = text
      for (const cut of cuts) {
        pieces.push(rest.slice(0, cut))
        rest = rest.slice(cut)
      }
      expect(clean([...pieces, rest])).toBe(text.toWellFormed().replaceAll('\0', '\uFFFD'))
    }),
  )
})
