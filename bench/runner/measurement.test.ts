import { expect, test } from 'vitest'

import { median, quantile } from './measurement.ts'

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([9, 1, 5, 7])).toBe(6)
})

test('a quantile lies between its neighbours, in any order of the values', () => {
  expect(quantile([4, 0, 2, 1, 3], 0.25)).toBe(1)
  expect(quantile([0, 10], 0.95)).toBe(9.5)
  expect(quantile([3], 0.95)).toBe(3)
})

test('nothing has no quantile', () => {
  expect(quantile([], 0.5)).toBeNaN()
})
