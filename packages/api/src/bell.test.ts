import { getEventListeners } from 'node:events'

import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { Bell } from './bell.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Whether a promise has settled by now. */
const settled = (promise: Promise<unknown>) => Promise.race([promise.then(() => true), Promise.resolve(false)])

it('is heard once for all rings since the last time, those from before it was listened to included', async () => {
  const bell = new Bell()
  bell.ring()
  bell.ring()
  await bell.heard(1_000, undefined)
  const next = bell.heard(1_000, undefined)
  await Promise.resolve()
  expect(await settled(next)).toBe(false)
  bell.ring()
  await next
})

it('is listened to no longer than asked for, nor after the signal, and leaves no timer and no listener', async () => {
  const bell = new Bell()
  const controller = new AbortController()
  const { signal } = controller
  const patient = bell.heard(1_000, signal)
  await vi.advanceTimersByTimeAsync(999)
  expect(await settled(patient)).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  await patient
  for (const end of [bell.ring, () => controller.abort()]) {
    const heard = bell.heard(1_000, signal)
    expect(vi.getTimerCount()).toBe(1)
    end()
    await heard
    expect(vi.getTimerCount()).toBe(0)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  }
  await bell.heard(1_000, signal)
  expect(vi.getTimerCount()).toBe(0)
})
