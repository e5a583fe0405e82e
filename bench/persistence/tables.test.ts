import { expect, test } from 'vitest'

import { growthTable } from './tables.ts'

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
