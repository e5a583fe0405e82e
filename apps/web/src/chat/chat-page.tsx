import { newId } from '@parley/contract'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useCallback, useRef } from 'react'

import { NotHere } from '../not-here.tsx'
import { AwayBar } from './away-bar.tsx'
import { Composer } from './composer/composer.tsx'
import { useStop } from './composer/use-stop.ts'
import { DeletedElsewhere } from './deleted-elsewhere.tsx'
import { ModelPicker } from './models/model-picker.tsx'
import { useModelChoice } from './models/use-model-choice.ts'
import { useModels } from './models/use-models.ts'
import { NEW_CHAT } from './sending/drafts.ts'
import { useSender } from './sending/use-sender.ts'
import { JumpToLatest } from './thread/jump-to-latest.tsx'
import { Thread } from './thread/thread.tsx'
import { useStickToBottom } from './thread/use-stick-to-bottom.ts'
import { useThread } from './thread/use-thread.ts'
import { TopBar } from './top-bar.tsx'
import { Welcome } from './welcome.tsx'

/**
 * One conversation, or the one that is not begun. It is the same page for both, so that the first message does not
 * take the field from under the writer's hands.
 */
export function ChatPage() {
  const conversationId = useParams({ strict: false }).conversationId ?? null
  const navigate = useNavigate()
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const sender = useSender()
  const thread = useThread(conversationId)
  const { atEnd, toEnd } = useStickToBottom(scroller, content, thread.missing ? null : conversationId)
  const { chosen } = useModelChoice(conversationId)
  const { maxMessageChars } = useModels()
  const { stop, stopping } = useStop(thread.messages.at(-1))

  const lastId = thread.messages.at(-1)?.id
  const waiting = thread.unsent.length > 0
  const send = useCallback(
    (text: string) => {
      if (conversationId === null) {
        const id = newId()
        sender.send({ conversationId: id, content: text, model: chosen, startsConversation: true, parentId: null })
        void navigate({ to: '/c/$conversationId', params: { conversationId: id } })
      } else {
        const parentId = waiting ? undefined : lastId
        sender.send({ conversationId, content: text, model: null, startsConversation: false, parentId })
        toEnd()
      }
    },
    [conversationId, sender, chosen, navigate, lastId, waiting, toEnd],
  )

  if (conversationId !== null && thread.deleted) return <DeletedElsewhere conversationId={conversationId} />
  if (thread.missing) return <NotHere title="There is no such conversation here" />
  return (
    <div className="flex h-full min-w-0 flex-col">
      <TopBar conversationId={conversationId} />
      <div
        ref={scroller}
        data-scroller
        className="relative flex-1 overflow-y-auto [overflow-anchor:none] [scrollbar-gutter:stable]"
      >
        <div ref={content} className="mx-auto flex min-h-full max-w-3xl flex-col px-4 sm:px-6">
          <div className="flex-1">
            {conversationId === null ? (
              <Welcome onTry={send} />
            ) : (
              <Thread key={conversationId} thread={thread} scroller={scroller} onRetry={sender.retry} />
            )}
          </div>
          <div className="sticky bottom-0 -mx-1 bg-ground px-1 pt-3 pb-[max(1rem,env(safe-area-inset-bottom))]">
            <div className="pointer-events-none absolute inset-x-1 bottom-full flex flex-col items-center gap-2">
              {!atEnd && <JumpToLatest onJump={toEnd} />}
              <AwayBar />
            </div>
            <Composer
              draft={conversationId ?? NEW_CHAT}
              maxChars={maxMessageChars}
              onSend={send}
              onStop={stop}
              stopping={stopping}
            >
              <ModelPicker conversationId={conversationId} />
            </Composer>
          </div>
        </div>
      </div>
    </div>
  )
}
