import { followEvents, type Message } from '@parley/client'
import { createContext, use, useCallback, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react'

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
        follow: (ref, signal) => followEvents(utils.client, ref, signal),
        onEnd: (conversationId, message) => {
          if (message === null) void utils.messages.list.invalidate({ conversationId })
          else editPages(utils, conversationId, (data) => data && replaceMessage(data, message))
        },
      }),
    [utils],
  )
}

/** The message, and while it is written, every new word of it. */
export function useLiveMessage(message: Message): Message {
  const live = use(LiveAnswersContext)
  const followed = message.status === 'streaming' ? live : null
  // Another copy of the same message is no reason to follow it anew.
  const latest = useRef(message)
  useLayoutEffect(() => {
    latest.current = message
  }, [message])
  const subscribe = useCallback(
    (listener: () => void) => followed?.watch(latest.current, listener) ?? (() => {}),
    [followed],
  )
  return useSyncExternalStore(subscribe, () => followed?.read(message.id) ?? message)
}
