import { errorOf } from '@parley/client'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'

import { noteAnswer, noteNoAnswer, reachable } from './reachability.ts'

const RETRIES = 2

/** Answers stay fresh for ten seconds; only what may succeed later is asked again. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => (errorOf(error).reason === 'OFFLINE' ? noteNoAnswer() : noteAnswer())
  const client = new QueryClient({
    queryCache: new QueryCache({ onError, onSuccess: noteAnswer }),
    mutationCache: new MutationCache({ onError, onSuccess: noteAnswer }),
    defaultOptions: {
      // A server on this machine answers without a network, so the browser's idea of "online" does not count.
      queries: { networkMode: 'always', staleTime: 10_000, retry: mayRetry, retryDelay: (count) => 300 * 2 ** count },
      mutations: { networkMode: 'always' },
    },
  })
  reachable.subscribe(() => {
    if (reachable.get()) void client.invalidateQueries()
  })
  return client
}

function mayRetry(count: number, error: unknown): boolean {
  const { reason } = errorOf(error)
  return count < RETRIES && (reason === 'OFFLINE' || reason === 'UNAVAILABLE' || reason === 'INTERNAL')
}
