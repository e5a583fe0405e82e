import { expect, it } from 'vitest'

import { Steadiness } from './steadiness.ts'

it('judges at once after a start, not after a gap of its own, and again after a whole lease of steady beats', () => {
  let now = 0
  const steadiness = new Steadiness(() => now)
  const beatAfter = (milliseconds: number) => {
    now += milliseconds
    steadiness.beat()
    return steadiness.mayJudge()
  }
  expect(steadiness.mayJudge()).toBe(true)
  expect(beatAfter(1_000)).toBe(true)
  now += 3_500
  expect(steadiness.mayJudge()).toBe(false)
  expect(beatAfter(0)).toBe(false)
  expect([1, 2, 3, 4, 5].map(() => beatAfter(1_000))).toEqual([false, false, false, false, false])
  expect(beatAfter(1_000)).toBe(true)
})
