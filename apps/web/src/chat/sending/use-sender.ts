import { errorOf, type CallError } from '@parley/client'
import { newId } from '@parley/contract'
import { notifyManager } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'

import { noteAnswer, noteNoAnswer } from '../../api/reachability.ts'
import { trpc } from '../../api/trpc.ts'
import { toastChoice } from '../../ui/toast.ts'
import { addTurn } from '../thread/add-turn.ts'
import { showVersion, toastNotShown } from '../thread/show-version.ts'
import { NEW_CHAT, returnToDraft } from './drafts.ts'
import { noteRefusal } from './refusals.ts'
import { addUnsent, changeUnsent, removeUnsent, unsentStore, type Unsent } from './unsent.ts'

export type NewMessage = Omit<Unsent, 'messageId' | 'problem'>

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
    async function deliver(message: Unsent): Promise<void> {
      const { conversationId, messageId, parentId, content, model, startsConversation } = message
      try {
        const turn = await utils.client.chat.send.mutate({
          conversationId,
          messageId,
          content,
          ...(model !== null && { model }),
          ...(parentId !== undefined && { parentId }),
        })
        noteAnswer()
        addTurn(utils, turn)
        if (turn.branched) tellBranched(message)
        // After the thread was told of the stored message, so that it never shows neither.
        notifyManager.schedule(() => removeUnsent(messageId))
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

    /** The tab was behind, perhaps because it was offline: what was said elsewhere is a version beside its message. */
    function tellBranched({ conversationId, messageId }: Unsent): void {
      const showOther = async () => {
        await navigate({ to: '/c/$conversationId', params: { conversationId } })
        await showVersion(utils, { conversationId, messageId }, -1)
      }
      toastChoice('The conversation went on elsewhere. Your message began a new branch.', {
        label: 'Show the other',
        onChoose: () => void showOther().catch(toastNotShown),
      })
    }

    return {
      send: (message) => {
        const unsent = { ...message, messageId: newId(), problem: null }
        addUnsent(unsent)
        void deliver(unsent)
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
