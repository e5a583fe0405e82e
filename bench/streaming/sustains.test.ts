import { expect, test } from 'vitest'

import { sustains } from './sustains.ts'

const delays = { chunks: 4_000, p50: 2, p95: 5, p99: 9, early: 2, late: 2, seconds: 2, cpu: 0.5, commits: 900 }
const sent = { chunks: 4_000, lateP99: 1 }

test('100 streams are sustained when their 2,000 chunks a second come soon', () => {
  expect(sustains(100, delays, sent)).toBe(true)
})

test.each([
  ['chunks that do not come', { ...delays, chunks: 3_800 }, sent],
  ['a p99 that a reader sees', { ...delays, p99: 101 }, sent],
  ['a lag that grows', { ...delays, early: 5, late: 40 }, sent],
  ['nothing at all', { ...delays, chunks: 0, p99: Number.NaN }, sent],
  ['a provider that did not keep its rate', delays, { ...sent, lateP99: 30 }],
])('%s: not sustained', (_, measured, given) => {
  expect(sustains(100, measured, given)).toBe(false)
})
