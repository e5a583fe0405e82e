import { expect, it } from 'vitest'

import { groupByDate } from './date-groups.ts'

const now = new Date(2026, 10, 22, 9, 30)
const at = (year: number, month: number, day: number, hour = 12) => ({
  pinnedAt: null,
  updatedAt: new Date(year, month - 1, day, hour),
})

it('puts each conversation under the day or month that the reader would look for', () => {
  const items = [
    { pinnedAt: new Date(2026, 0, 1), updatedAt: new Date(2024, 0, 1) },
    at(2026, 11, 22, 0),
    at(2026, 11, 21, 23),
    at(2026, 11, 20),
    at(2026, 11, 15, 0),
    at(2026, 11, 14, 23),
    at(2026, 3, 1),
    at(2025, 12, 31),
  ]
  const groups = groupByDate(items, now).map(({ name, items: inside }) => [name, inside.length])
  expect(groups).toEqual([
    ['Pinned', 1],
    ['Today', 1],
    ['Yesterday', 1],
    ['Previous 7 days', 2],
    ['November', 1],
    ['March', 1],
    ['December 2025', 1],
  ])
})

it('keeps a conversation of the future, as another clock makes it, with today', () => {
  expect(groupByDate([at(2027, 1, 1)], now)[0]?.name).toBe('Today')
})
