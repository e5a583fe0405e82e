import fc from 'fast-check'
import { expect, test } from 'vitest'

import { pauseAfter } from './backoff.ts'

const attempt = fc.integer({ min: 1, max: 2_000 })
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('a pause is from nothing to 5 seconds, and as random as its draw', () => {
  fc.assert(
    fc.property(attempt, random, (n, draw) => {
      const pause = pauseAfter(n, draw)
      const longest = Math.min(5_000, 100 * 2 ** (n - 1))
      expect(pause).toBeGreaterThanOrEqual(0)
      expect(pause).toBeLessThanOrEqual(longest)
      expect(Math.abs(pause - draw * longest)).toBeLessThanOrEqual(0.5)
    }),
  )
})

test('for the same draw a later pause is never shorter', () => {
  fc.assert(
    fc.property(attempt, random, (n, draw) => {
      expect(pauseAfter(n + 1, draw)).toBeGreaterThanOrEqual(pauseAfter(n, draw))
    }),
  )
})
