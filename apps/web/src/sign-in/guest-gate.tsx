import { ensureGuestSession } from '@parley/client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { FrameSkeleton } from './frame-skeleton.tsx'

const signIn = { queryKey: ['session'], queryFn: () => ensureGuestSession(location.origin) }

/** Makes a guest session silently, so that nobody meets a form before the first message. */
export function GuestGate({ children }: { children: ReactNode }) {
  const session = useQuery({ ...signIn, staleTime: Infinity, retry: 1, retryDelay: 400 })

  if (session.isSuccess) return children
  if (session.isPending) return <FrameSkeleton />
  return (
    <Notice
      title="Parley cannot reach its server"
      actions={
        <Button look="primary" disabled={session.isFetching} onClick={() => void session.refetch()}>
          {session.isFetching ? 'Trying…' : 'Try again'}
        </Button>
      }
    >
      <p>{session.error.message} Your conversations are stored there and nothing is lost.</p>
      <p className="mt-2">
        If you run it yourself, look at the terminal it was started in. This page tries again as soon as it answers.
      </p>
    </Notice>
  )
}
