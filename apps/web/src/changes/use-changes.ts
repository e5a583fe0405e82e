import { createChanges, errorOf, type ChangesEvent } from '@parley/client'
import { useQueryClient } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { useEffect } from 'react'

import { trpc } from '../api/trpc.ts'
import { toastChoice } from '../ui/toast.ts'
import { applyChange } from './apply-change.ts'

/** Keeps what this tab shows as it is at the server, whichever tab or device changes it; says when it no longer can. */
export function useChanges(): void {
  const utils = trpc.useUtils()
  const queryClient = useQueryClient()
  useEffect(() => {
    const reload = async (queryKey: readonly unknown[]) => {
      // A first reading that is under way may be older than the feed: it is begun again too.
      await queryClient.cancelQueries({ queryKey })
      await queryClient.invalidateQueries({ queryKey })
    }
    const isShown = (conversationId: string) => {
      const queryKey = getQueryKey(trpc.messages.list, { conversationId }, 'infinite')
      return queryClient.getQueryCache().findAll({ queryKey, type: 'active' }).length > 0
    }
    const take = (event: ChangesEvent) => {
      if (event.type === 'changes') for (const change of event.changes) applyChange({ utils, isShown }, change)
      else for (const router of [trpc.conversations, trpc.messages]) void reload(getQueryKey(router))
    }
    const leaving = new AbortController()
    const changes = createChanges(utils.client, leaving.signal)
    const follow = async () => {
      try {
        for await (const { data } of changes()) take(data)
      } catch (error) {
        toastChoice(`This tab no longer shows what changes elsewhere. ${errorOf(error).message}`, {
          label: 'Try again',
          onChoose: () => void follow(),
        })
      }
    }
    void follow()
    return () => leaving.abort()
  }, [utils, queryClient])
}
