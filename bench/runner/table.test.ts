import { expect, test } from 'vitest'

import { significant } from './table.ts'

test('a number is shown with three digits that mean something', () => {
  expect([0.0876543, 0.5, 4.236, 41.08, 104.2, 1_172.6].map(significant)).toEqual([
    '0.0877',
    '0.500',
    '4.24',
    '41.1',
    '104',
    '1,170',
  ])
  expect([0, -0.5, -1_172.6].map(significant)).toEqual(['0', '-0.500', '-1,170'])
})
