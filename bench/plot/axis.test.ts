import { expect, test } from 'vitest'

import { decades, fit, logScale, short } from './axis.ts'

test('a logarithmic scale gives every decade the same room, also downwards', () => {
  const y = logScale([0.1, 100], [300, 0])
  expect([0.1, 1, 10, 100].map((value) => Math.round(y(value)))).toEqual([300, 200, 100, 0])
})

test('the decades of an axis enclose all values and no more', () => {
  expect(decades([0.15, 7.9])).toEqual([0.1, 1, 10])
  expect(decades([100, 100_000])).toEqual([100, 1_000, 10_000, 100_000])
  expect(decades([1])).toEqual([1, 10])
})

test('an axis encloses its values closely, with ticks at 1, 2 and 5 or, where these are many, at powers of ten', () => {
  expect(fit([0.13, 0.9])).toEqual({ extent: [0.1, 1], ticks: [0.1, 0.2, 0.5, 1] })
  expect(fit([0.998, 1_090])).toEqual({ extent: [0.5, 2_000], ticks: [1, 10, 100, 1_000] })
})

test('an axis has at least three ticks', () => {
  expect(fit([0.12, 0.15]).ticks).toEqual([0.05, 0.1, 0.2])
  expect(fit([1]).ticks).toEqual([0.2, 0.5, 1])
})

test('an axis shows numbers as people write them', () => {
  expect([0.1, 1, 100, 10_000, 1_000_000].map(short)).toEqual(['0.1', '1', '100', '10k', '1M'])
})
