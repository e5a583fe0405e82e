import { expect, test } from 'vitest'

import { shortfallsOf } from './shortfalls.ts'

const few = (kills: number, enough: number) => `too few kills: ${kills}, at least ${enough} are needed`
const unfinished = 'the sweep did not get to its end'

test.each([
  { rounds: null, kills: 24, sweeps: 0, thin: [few(24, 25)] },
  { rounds: null, kills: 25, sweeps: 0, thin: [] },
  { rounds: 40, kills: 499, sweeps: 1, thin: [few(499, 500)] },
  { rounds: 40, kills: 500, sweeps: 1, thin: [] },
  { rounds: 60, kills: 900, sweeps: 0, thin: [unfinished] },
  { rounds: 40, kills: 7, sweeps: 0, thin: [few(7, 500), unfinished] },
  { rounds: 39, kills: 0, sweeps: 0, thin: [] },
])('$rounds rounds with $kills kills and $sweeps sweeps: $thin', ({ thin, ...done }) => {
  expect(shortfallsOf(done)).toEqual(thin)
})
