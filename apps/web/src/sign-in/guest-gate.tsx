import { ensureGuestSession } from '@parley/client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { FrameSkeleton } from './frame-skeleton.tsx'

/** How often it is tried again by itself, in milliseconds. */
const TRY_EVERY = 3_000

const signIn = { queryKey: ['session'], queryFn: () => ensureGuestSession(location.origin) }

/** Makes a guest session silently, so that nobody meets a form before the first message. */
export function GuestGate({ children }: { children: ReactNode }) {
  const session = useQuery({
    ...signIn,
    staleTime: Infinity,
    retry: 1,
    retryDelay: 400,
    refetchInterval: ({ state }) => (state.status === 'error' ? TRY_EVERY : false),
  })

  if (session.isSuccess) return children
  if (session.errorUpdateCount === 0) return <FrameSkeleton />
  return (
    <Notice
      title="Parley cannot reach its server"
      actions={
        <Button look="primary" onClick={() => void session.refetch()}>
          Try again now
        </Button>
      }
    >
      <p>Nothing is lost: your conversations are stored there.</p>
      <p className="mt-2">
        If you run it yourself, look at the terminal it was started in. This page tries again as soon as it answers.
      </p>
    </Notice>
  )
}
