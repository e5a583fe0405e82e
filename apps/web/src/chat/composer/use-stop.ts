import { errorOf, type Message } from '@parley/client'
import { useEffect } from 'react'

import { reachable } from '../../api/reachability.ts'
import { trpc } from '../../api/trpc.ts'
import { toastProblem } from '../../ui/toast.ts'
import { editPages, replaceMessage } from '../thread/edit-pages.ts'

/** Stops the answer that is being written, also with Escape. `stop` is undefined while there is none. */
export function useStop(last: Message | undefined) {
  const utils = trpc.useUtils()
  const { mutate, isPending } = trpc.chat.stop.useMutation({
    onSuccess: (message) => editPages(utils, message.conversationId, (data) => data && replaceMessage(data, message)),
    onError: (error) => toastProblem(`The answer was not stopped: ${errorOf(error).message}`),
  })
  const running = last?.status === 'streaming' ? last : null
  const conversationId = running?.conversationId
  const messageId = running?.id
  const canStop = conversationId !== undefined && messageId !== undefined

  useEffect(() => {
    if (conversationId === undefined || messageId === undefined) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isOverPage(event.target)) return
      if (reachable.get()) mutate({ conversationId, messageId })
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [conversationId, messageId, mutate])

  return { stop: canStop ? () => mutate({ conversationId, messageId }) : undefined, stopping: isPending }
}

/** Escape belongs to an open dialog or menu first. */
const isOverPage = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null
