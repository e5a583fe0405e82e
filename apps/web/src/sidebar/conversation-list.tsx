import { errorOf } from '@parley/client'
import { useMemo } from 'react'

import { TextButton } from '../ui/button.tsx'
import { SkeletonLines } from '../ui/skeleton.tsx'
import { useOnVisible } from '../ui/use-on-visible.ts'
import { ConversationItem } from './conversation-item.tsx'
import { groupByDate } from './date-groups.ts'
import { UnsentConversations } from './unsent-conversations.tsx'
import { useConversations } from './use-conversations.ts'

/** Every conversation, pinned first, then newest first; older pages come as the end gets into view. */
export function ConversationList() {
  const list = useConversations()
  const groups = useMemo(() => groupByDate(list.items), [list.items])
  const end = useOnVisible<HTMLDivElement>(() => {
    if (list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError) void list.fetchNextPage()
  })

  if (list.isPending) {
    return (
      <div className="appear-late px-2.5 pt-4" role="status" aria-label="Loading conversations">
        <SkeletonLines widths={[80, 60, 72, 50, 66, 40]} />
      </div>
    )
  }
  if (list.isError && list.items.length === 0) {
    return (
      <p className="px-2.5 pt-4 text-sm text-ink-soft">
        The list could not be read. {errorOf(list.error).message}{' '}
        <TextButton onClick={() => void list.refetch()}>Try again</TextButton>
      </p>
    )
  }
  return (
    <>
      <UnsentConversations known={list.items} />
      {groups.length === 0 && <p className="px-2.5 pt-4 text-sm text-ink-faint">Your conversations appear here.</p>}
      {groups.map((group) => (
        <section key={group.name} aria-label={group.name} className="mb-4">
          <h2 className="px-2.5 pt-2 pb-1 text-xs font-medium text-ink-faint">{group.name}</h2>
          <ul>
            {group.items.map((conversation) => (
              <ConversationItem key={conversation.id} conversation={conversation} />
            ))}
          </ul>
        </section>
      ))}
      <div ref={end} className="h-8">
        {list.isFetchingNextPage && <span className="appear-late px-2.5 text-xs text-ink-faint">Loading more…</span>}
      </div>
    </>
  )
}
