import { newId } from '@parley/contract'
import fc from 'fast-check'
import { expect, it } from 'vitest'

import { formatPosition, parsePosition } from './position.ts'

it('reads back every position it made', () => {
  fc.assert(
    fc.property(fc.nat(), (seq) => {
      const position = { generationId: newId(), seq: seq % 1_000_000_000 }
      expect(parsePosition(formatPosition(position))).toEqual(position)
    }),
  )
})

it.each(['', '.', '1', `${newId()}.-1`, `${newId()}.1e3`, `${newId()}.9999999999`, `${newId()}.1.2`, 'x.1'])(
  'takes a forged position %j for none',
  (text) => expect(parsePosition(text)).toBeNull(),
)
