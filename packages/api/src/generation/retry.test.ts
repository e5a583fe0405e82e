import { expect, it, vi } from 'vitest'

import { backoff, retry } from './retry.ts'

it('tries again for as long as it is told to, and throws the last error', async () => {
  const task = vi.fn(() => Promise.reject(new Error(`try ${task.mock.calls.length}`)))
  const wait = vi.fn((_: unknown, failures: number) => (failures < 3 ? 0 : null))
  await expect(retry(task, { wait })).rejects.toThrow('try 3')
  expect(wait.mock.calls.map(([, failures]) => failures)).toEqual([1, 2, 3])
})

it('gives up a wait at once when it is aborted, with the reason, and tries no more', async () => {
  const controller = new AbortController()
  const task = vi.fn(() => Promise.reject(new Error('no')))
  const wait = () => {
    setImmediate(() => controller.abort('enough'))
    return 60_000
  }
  await expect(retry(task, { wait, signal: controller.signal })).rejects.toBe('enough')
  expect(task).toHaveBeenCalledTimes(1)
})

it('waits longer each time, never longer than the most, and not all at the same moment', () => {
  const limits = { first: 100, most: 1_000 }
  const waits = (failures: number) => Array.from({ length: 200 }, () => backoff(failures, limits))
  for (const [failures, whole] of [
    [1, 100],
    [2, 200],
    [4, 800],
    [5, 1_000],
    [500, 1_000],
  ] as const) {
    expect(Math.max(...waits(failures))).toBeLessThanOrEqual(whole)
    expect(Math.min(...waits(failures))).toBeGreaterThanOrEqual(whole / 2)
    expect(new Set(waits(failures)).size).toBeGreaterThan(100)
  }
})
