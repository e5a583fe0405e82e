import type { ChangesEvent } from '@parley/client'
import { expect, it, vi } from 'vitest'

import { followChanges } from './follow-changes.ts'
type Subscribe = Parameters<typeof followChanges>[0]

it('goes on from the last event when the server ends the feed, until it is stopped', () => {
  vi.useFakeTimers()
  const asked: unknown[] = []
  const feeds: Parameters<Subscribe>[1][] = []
  const unsubscribe = vi.fn<() => void>()
  const onEvent = vi.fn<(event: ChangesEvent) => void>()
  const stop = followChanges((input, handlers) => {
    asked.push(input)
    feeds.push(handlers)
    return { unsubscribe }
  }, onEvent)
  feeds[0]?.onData?.({ id: '1.1:1:', data: { type: 'reload' } })
  expect(onEvent).toHaveBeenCalledExactlyOnceWith({ type: 'reload' })
  feeds[0]?.onComplete?.()
  vi.runAllTimers()
  expect(asked).toEqual([{ lastEventId: null }, { lastEventId: '1.1:1:' }])
  stop()
  expect(unsubscribe).toHaveBeenCalledOnce()
  vi.useRealTimers()
})
