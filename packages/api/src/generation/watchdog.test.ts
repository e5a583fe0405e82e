import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { Watchdog } from './watchdog.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const timeouts = { first: 100, next: 50, total: 1_000 }

/** Lets a time pass; whether the dog has barked by then. */
function after(watchdog: Watchdog, milliseconds: number): boolean {
  vi.advanceTimersByTime(milliseconds)
  return watchdog.signal.aborted
}

it('waits for the first word from each time that the provider is asked, and not in between', () => {
  using watchdog = new Watchdog(timeouts)
  expect(after(watchdog, 500)).toBe(false)
  for (const _try of [1, 2]) {
    watchdog.asked()
    expect(after(watchdog, 99)).toBe(false)
    watchdog.rest()
    expect(after(watchdog, 99)).toBe(false)
  }
  watchdog.asked()
  expect(after(watchdog, 100)).toBe(true)
  expect(watchdog.signal.reason).toMatchObject({ failure: { message: /did not answer in time/, retryable: true } })
})

it('bears less silence between two words, and none of it counts while nobody listens', () => {
  using watchdog = new Watchdog(timeouts)
  watchdog.asked()
  for (const _word of [1, 2, 3]) {
    watchdog.heard()
    expect(after(watchdog, 49)).toBe(false)
  }
  watchdog.rest()
  expect(after(watchdog, 500)).toBe(false)
  watchdog.heard()
  expect(after(watchdog, 49)).toBe(false)
  expect(after(watchdog, 1)).toBe(true)
  expect(watchdog.signal.reason).toMatchObject({ failure: { message: /fell silent/ } })
})

it('ends an answer that never ends, also while it rests', () => {
  using watchdog = new Watchdog(timeouts)
  watchdog.rest()
  expect(after(watchdog, 999)).toBe(false)
  expect(after(watchdog, 1)).toBe(true)
  expect(watchdog.signal.reason).toMatchObject({ failure: { message: /not finished in time/ } })
})

it('is quiet when it is not needed any more', () => {
  const watchdog = new Watchdog(timeouts)
  watchdog.asked()
  watchdog[Symbol.dispose]()
  expect(after(watchdog, 10_000)).toBe(false)
  expect(vi.getTimerCount()).toBe(0)
})
