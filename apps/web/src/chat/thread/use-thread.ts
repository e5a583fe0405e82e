import { errorOf, type CallError, type Message } from '@parley/client'
import { useMemo } from 'react'

import { trpc } from '../../api/trpc.ts'
import { useStore } from '../../store.ts'
import { unsentStore, type Unsent } from '../sending/unsent.ts'
import { messagesOf } from './edit-pages.ts'

const none: Message[] = []

/** Everything there is to show of a conversation: what the server has, then what it has not confirmed. */
export function useThread(conversationId: string | null) {
  const allUnsent = useStore(unsentStore)
  const mine = useMemo(
    () => allUnsent.filter((item) => item.conversationId === conversationId),
    [allUnsent, conversationId],
  )
  const isNew = mine.some((item) => item.startsConversation)

  const query = trpc.messages.list.useInfiniteQuery(
    { conversationId: conversationId ?? '' },
    { getNextPageParam: (page) => page.nextCursor, enabled: conversationId !== null && !isNew },
  )
  const messages = useMemo(() => (query.data ? messagesOf(query.data) : none), [query.data])
  const unsent = useMemo(() => without(mine, messages), [mine, messages])
  const missing = query.isError && unsent.length === 0 && isMissing(errorOf(query.error))
  return { query, messages, unsent, isNew, missing, deleted: missing && query.data !== undefined }
}

function without(unsent: Unsent[], messages: Message[]): Unsent[] {
  if (unsent.length === 0) return unsent
  const stored = new Set(messages.map((message) => message.id))
  return unsent.filter((item) => !stored.has(item.messageId))
}

/** No such id, or one that never can be. */
const isMissing = ({ reason }: CallError) => reason === 'NOT_FOUND' || reason === 'BAD_REQUEST'
