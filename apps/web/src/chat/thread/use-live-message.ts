import type { Message } from '@parley/client'
import { createContext, use, useCallback, useMemo, useSyncExternalStore } from 'react'

import { trpc } from '../../api/trpc.ts'
import { editPages, replaceMessage } from './edit-pages.ts'
import { LiveAnswers } from './live-answers.ts'

export const LiveAnswersContext = createContext<LiveAnswers | null>(null)

/** The one follower of this tab. */
export function useLiveAnswers(): LiveAnswers {
  const utils = trpc.useUtils()
  return useMemo(
    () =>
      new LiveAnswers({
        follow: (ref, { onEvent, onError, onComplete }) =>
          utils.client.chat.follow.subscribe(ref, { onData: ({ data }) => onEvent(data), onError, onComplete }),
        onEnd: (conversationId, message) => {
          if (message === null) void utils.messages.list.invalidate({ conversationId })
          else void editPages(utils, conversationId, (data) => data && replaceMessage(data, message))
          void utils.conversations.list.invalidate()
        },
      }),
    [utils],
  )
}

/** The message, and while it is written, every new word of it. */
export function useLiveMessage(message: Message): Message {
  const live = use(LiveAnswersContext)
  const followed = message.status === 'streaming' ? live : null
  // Followed by its id: another copy of the same message is no reason to begin anew.
  const subscribe = useCallback(
    (listener: () => void) => followed?.watch(message, listener) ?? (() => {}),
    [followed, message.id],
  )
  return useSyncExternalStore(subscribe, () => followed?.read(message.id) ?? message)
}
