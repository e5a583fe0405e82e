import { errorOf, type CallError } from '@parley/client'
import { newId } from '@parley/contract'
import { notifyManager } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'

import { noteAnswer, noteNoAnswer } from '../../api/reachability.ts'
import { trpc } from '../../api/trpc.ts'
import { addTurn } from '../thread/edit-pages.ts'
import { NEW_CHAT, returnToDraft } from './drafts.ts'
import { noteRefusal } from './refusals.ts'
import { addUnsent, changeUnsent, removeUnsent, unsentStore, type Unsent } from './unsent.ts'

export interface NewMessage extends Pick<Unsent, 'conversationId' | 'content' | 'model' | 'startsConversation'> {
  /** The message it answers, as this tab shows it; undefined: whatever is the newest. */
  parentId: string | null | undefined
}

export interface Sender {
  send: (message: NewMessage) => void
  retry: (messageId: string) => void
}

/** Where nothing is known of what became of the message, it stays in the thread and can be sent again. */
const mayHaveArrived = ({ reason }: CallError) =>
  reason === 'OFFLINE' || reason === 'UNAVAILABLE' || reason === 'INTERNAL'

/**
 * Sends messages. Each is in the thread at once and stays there until the server has it; one that the server refuses
 * goes back into the composer with the reason.
 */
export function useSender(): Sender {
  const utils = trpc.useUtils()
  const navigate = useNavigate()

  return useMemo(() => {
    async function deliver(message: Unsent, parentId?: string | null): Promise<void> {
      const { conversationId, messageId, content, model, startsConversation } = message
      try {
        const turn = await utils.client.chat.send.mutate({
          conversationId,
          messageId,
          content,
          ...(model !== null && { model }),
          ...(parentId !== undefined && { parentId }),
        })
        noteAnswer()
        await addTurn(utils, turn)
        // After the thread was told of the stored message, so that it never shows neither.
        notifyManager.schedule(() => removeUnsent(messageId))
        void utils.conversations.list.invalidate()
      } catch (thrown) {
        const error = errorOf(thrown)
        if (error.reason === 'OFFLINE') noteNoAnswer()
        if (mayHaveArrived(error)) return changeUnsent(messageId, error.message)
        const draft = startsConversation ? NEW_CHAT : conversationId
        removeUnsent(messageId)
        returnToDraft(draft, content)
        noteRefusal(draft, error)
        if (startsConversation) void navigate({ to: '/', replace: true })
      }
    }

    return {
      send: ({ parentId, ...message }) => {
        const unsent = { ...message, messageId: newId(), problem: null }
        addUnsent(unsent)
        void deliver(unsent, parentId)
      },
      retry: (messageId) => {
        const unsent = unsentStore.get().find((item) => item.messageId === messageId)
        if (unsent === undefined) return
        changeUnsent(messageId, null)
        void deliver(unsent)
      },
    }
  }, [utils, navigate])
}
