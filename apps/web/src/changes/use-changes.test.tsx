import type * as client from '@parley/client'
import { ParleyError } from '@parley/contract'
import { act, renderHook, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'

import { FakeServer } from '../testing/fake-server.tsx'
import { toasts } from '../ui/toast.ts'
import { useChanges } from './use-changes.ts'

const feed = vi.hoisted(() => ({ signal: new AbortController().signal, begun: 0 }))
vi.mock('@parley/client', async (original) => ({
  ...(await original<typeof client>()),
  createChanges: (_trpc: unknown, signal: AbortSignal) =>
    // oxlint-disable-next-line require-yield -- a feed that is refused
    async function* refused() {
      feed.signal = signal
      feed.begun++
      throw new ParleyError('UNAUTHORIZED', 'Sign in first.')
    },
}))

it('says once that the server refuses the feed, and asks again only when it is told to', async () => {
  const { unmount } = renderHook(useChanges, {
    wrapper: ({ children }) => <FakeServer handlers={{}}>{children}</FakeServer>,
  })
  await waitFor(() => expect(toasts.get()).toHaveLength(1))
  expect(toasts.get()[0]?.text).toBe('This tab no longer shows what changes elsewhere. Sign in first.')
  expect(feed.begun).toBe(1)
  act(() => toasts.get()[0]?.choice?.onChoose())
  await waitFor(() => expect(toasts.get()).toHaveLength(2))
  expect(feed.begun).toBe(2)
  expect(feed.signal.aborted).toBe(false)
  unmount()
  expect(feed.signal.aborted).toBe(true)
})
