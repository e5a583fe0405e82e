import { expect, test } from 'vitest'

import { searchLargest } from './search.ts'

const search = { start: 100, growth: 1.5, halvings: 3, inTime: () => true }

/** What is found when everything up to `limit` holds, and how many numbers were tried for it. */
async function find(limit: number, options = search) {
  const tried: number[] = []
  const holds = (count: number) => Promise.resolve(tried.push(count) > 0 && count <= limit)
  return { found: await searchLargest(holds, options), tried }
}

test.each([1, 40, 99, 100, 149, 150, 333, 1_000])(
  'finds the largest of %d or a little less, never more',
  async (limit) => {
    const { found, tried } = await find(limit)
    expect(found).toBeLessThanOrEqual(limit)
    if (limit >= 100) expect(found).toBeGreaterThan(limit * 0.93)
    expect(tried).toContain(found || 100)
    expect(new Set(tried).size).toBe(tried.length)
  },
)

test('the largest is 0 when nothing holds', async () => {
  expect((await find(0)).found).toBe(0)
})

test('when the time is over, what held by then is the answer', async () => {
  let tries = 3
  const { found, tried } = await find(1_000_000, { ...search, inTime: () => tries-- > 0 })
  expect(found).toBe(225)
  expect(tried).toEqual([100, 150, 225])
})
