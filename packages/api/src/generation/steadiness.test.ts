import { expect, it } from 'vitest'

import { Steadiness } from './steadiness.ts'

it('judges after a whole lease of steady beats, from its start and from a gap of its own', () => {
  let now = 0
  const steadiness = new Steadiness(() => now)
  const beatAfter = (milliseconds: number) => {
    now += milliseconds
    steadiness.beat()
    return steadiness.mayJudge()
  }
  expect(steadiness.mayJudge()).toBe(false)
  expect([1, 2, 3, 4, 5].map(() => beatAfter(1_000))).toEqual([false, false, false, false, false])
  expect(beatAfter(1_000)).toBe(true)
  now += 3_500
  expect(steadiness.mayJudge()).toBe(false)
  expect(beatAfter(0)).toBe(false)
  expect([1, 2, 3, 4, 5].map(() => beatAfter(1_000))).toEqual([false, false, false, false, false])
  expect(beatAfter(1_000)).toBe(true)
})
