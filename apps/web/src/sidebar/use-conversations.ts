import type { ConversationSummary } from '@parley/client'
import { useMemo } from 'react'

import { trpc } from '../api/trpc.ts'

/** All pages of the list that were read so far. */
export function useConversations() {
  const query = trpc.conversations.list.useInfiniteQuery({}, { getNextPageParam: (page) => page.nextCursor })
  const items = useMemo(() => unique(query.data?.pages.flatMap((page) => page.items) ?? []), [query.data])
  return { ...query, items }
}

/** A conversation that moved up while pages were read is in two of them. */
function unique(items: ConversationSummary[]): ConversationSummary[] {
  const byId = new Map<string, ConversationSummary>()
  for (const item of items) if (!byId.has(item.id)) byId.set(item.id, item)
  return [...byId.values()]
}
