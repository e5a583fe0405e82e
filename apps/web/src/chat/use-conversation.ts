import type { Conversation } from '@parley/client'

import { trpc } from '../api/trpc.ts'
import { useStore } from '../store.ts'
import { unsentStore } from './sending/unsent.ts'

/** The conversation's own data; undefined while it is read, or as long as the server does not know it yet. */
export function useConversation(id: string | null): Conversation | undefined {
  const unsent = useStore(unsentStore)
  const isNew = unsent.some((item) => item.conversationId === id && item.startsConversation)
  const { data } = trpc.conversations.get.useQuery({ id: id ?? '' }, { enabled: id !== null && !isNew })
  return data
}
