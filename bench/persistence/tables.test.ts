import { expect, test } from 'vitest'

import { growthTable, significant } from './tables.ts'

test('a time is shown with three digits that mean something', () => {
  expect([0.0876543, 0.5, 4.236, 41.08, 104.2, 1_172.6].map(significant)).toEqual([
    '0.0877',
    '0.500',
    '4.24',
    '41.1',
    '104',
    '1,170',
  ])
})

test('a growth table has a row a size', () => {
  const point = (x: number) => ({ x, ours: 2, base: 1 })
  const growths = [
    { title: 'read', points: [point(10), point(1_000)] },
    { title: 'write', points: [point(10), point(1_000)] },
  ]
  expect(growthTable('size', growths)).toBe(
    [
      '| size  |        read |       write |',
      '| ----- | ----------: | ----------: |',
      '| 10    | 2.00 (1.00) | 2.00 (1.00) |',
      '| 1,000 | 2.00 (1.00) | 2.00 (1.00) |',
    ].join('\n'),
  )
})
