import { expect, test } from 'vitest'

import { holds, median, quantile } from './measurement.ts'

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

test('a figure holds its bar by its ratio, its own size or what it adds, and never when it could not be measured', () => {
  const figure = { case: 'one', unit: 'ms', ours: 4, base: 2, bar: 3 }
  expect(holds({ ...figure, barOn: 'ratio' })).toBe(true)
  expect(holds({ ...figure, barOn: 'ours' })).toBe(false)
  expect(holds({ ...figure, barOn: 'added' })).toBe(true)
  expect(holds({ ...figure, ours: 5.1, barOn: 'added' })).toBe(false)
  expect(holds({ ...figure, ours: Number.NaN, barOn: 'ratio' })).toBe(false)
})

test('where more is better, the bar is the least that holds', () => {
  const figure = { case: 'one', unit: 'streams', base: 100, bar: 0.7, barOn: 'ratio', moreIsBetter: true } as const
  expect(holds({ ...figure, ours: 70 })).toBe(true)
  expect(holds({ ...figure, ours: 69 })).toBe(false)
  expect(holds({ ...figure, ours: Number.NaN })).toBe(false)
})
