import { errorOf } from '@parley/client'
import type { RefObject } from 'react'

import { Button, TextButton } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useOnVisible } from '../../ui/use-on-visible.ts'
import { Answer } from '../message/answer.tsx'
import { UserMessage } from '../message/user-message.tsx'
import type { Sender } from '../sending/use-sender.ts'
import { NoSuchConversation } from './no-such-conversation.tsx'
import { ThreadSkeleton } from './thread-skeleton.tsx'
import { useKeepPlace } from './use-keep-place.ts'
import type { useThread } from './use-thread.ts'

interface ThreadProps {
  thread: ReturnType<typeof useThread>
  scroller: RefObject<HTMLElement | null>
  onRetry: Sender['retry']
}

/** The messages of a conversation, oldest first. */
export function Thread({ thread: { query, messages, unsent, isNew }, scroller, onRetry }: ThreadProps) {
  useKeepPlace(scroller, messages[0]?.id)
  const top = useOnVisible<HTMLDivElement>(() => {
    if (query.hasNextPage && !query.isFetchingNextPage && !query.isFetchNextPageError) void query.fetchNextPage()
  })

  if (query.isPending && !isNew) return <ThreadSkeleton />
  if (query.isError && messages.length === 0 && unsent.length === 0) {
    const error = errorOf(query.error)
    if (error.reason === 'NOT_FOUND' || error.reason === 'BAD_REQUEST') return <NoSuchConversation />
    return (
      <Notice
        title="This conversation could not be read"
        actions={
          <Button look="primary" disabled={query.isFetching} onClick={() => void query.refetch()}>
            {query.isFetching ? 'Trying…' : 'Try again'}
          </Button>
        }
      >
        {error.message} It is stored on the server and nothing of it is lost.
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
      {messages.map((message, index) =>
        message.role === 'user' ? (
          <UserMessage key={message.id} id={message.id} content={message.content} />
        ) : (
          <Answer key={message.id} message={message} last={index === messages.length - 1} />
        ),
      )}
      {unsent.map((item) => (
        <UserMessage
          key={item.messageId}
          id={item.messageId}
          content={item.content}
          sending={{ problem: item.problem, onRetry }}
        />
      ))}
    </div>
  )
}
