import { errorOf } from '@parley/client'
import type { RefObject } from 'react'

import { Button, TextButton } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useOnVisible } from '../../ui/use-on-visible.ts'
import { Answer } from '../message/answer.tsx'
import { UserMessage } from '../message/user-message.tsx'
import type { Sender } from '../sending/use-sender.ts'
import { ThreadSkeleton } from './thread-skeleton.tsx'
import { useKeepPlace } from './use-keep-place.ts'
import type { useThread } from './use-thread.ts'

interface ThreadProps {
  thread: ReturnType<typeof useThread>
  scroller: RefObject<HTMLElement | null>
  onRetry: Sender['retry']
}

/** The messages of a conversation that is there, oldest first. */
export function Thread({ thread: { query, messages, unsent, isNew }, scroller, onRetry }: ThreadProps) {
  useKeepPlace(scroller, messages[0]?.id)
  // One list, so that a message keeps its place, and its state, when the server has it.
  const entries = [...messages, ...unsent]
  const top = useOnVisible<HTMLDivElement>(() => {
    if (query.hasNextPage && !query.isFetchingNextPage && !query.isFetchNextPageError) void query.fetchNextPage()
  })

  if (query.isPending && !isNew) return <ThreadSkeleton />
  if (query.isError && messages.length === 0 && unsent.length === 0) {
    return (
      <Notice
        title="This conversation could not be read"
        actions={
          <Button look="primary" disabled={query.isFetching} onClick={() => void query.refetch()}>
            {query.isFetching ? 'Trying…' : 'Try again'}
          </Button>
        }
      >
        {errorOf(query.error).message} The conversation is stored on the server; nothing is lost.
      </Notice>
    )
  }
  return (
    <div role="log" aria-label="Conversation" aria-live="polite" className="relative pb-10">
      {messages.length > 0 && (
        <div ref={top} className="h-8 text-center text-xs text-ink-faint">
          {query.isFetchingNextPage && <span className="appear-late inline-block">Loading older messages…</span>}
          {query.isFetchNextPageError && (
            <>
              Older messages could not be read.{' '}
              <TextButton onClick={() => void query.fetchNextPage()}>Try again</TextButton>
            </>
          )}
        </div>
      )}
      {entries.map((entry, index) => {
        if ('problem' in entry) {
          const { messageId, content, problem } = entry
          return <UserMessage key={messageId} id={messageId} content={content} sending={{ problem, onRetry }} />
        }
        if (entry.role === 'user') {
          return <UserMessage key={entry.id} id={entry.id} content={entry.content} stored={entry} />
        }
        return <Answer key={entry.id} message={entry} last={index === entries.length - 1} />
      })}
    </div>
  )
}
