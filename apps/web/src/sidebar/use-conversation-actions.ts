import { errorOf, type ConversationSummary } from '@parley/client'
import { takeChars } from '@parley/contract'
import { useNavigate, useParams } from '@tanstack/react-router'

import { trpc } from '../api/trpc.ts'
import { toastProblem, toastUndo } from '../ui/toast.ts'
import { editSummary, removeSummary } from './edit-list.ts'
import { closeSheet } from './frame-state.ts'

export interface ConversationActions {
  rename: (title: string) => void
  pin: (pinned: boolean) => void
  remove: () => void
}

/**
 * What can be done with a conversation. The list shows it at once and takes it back when the server refuses; what comes
 * of it, it learns as one of all changes.
 */
export function useConversationActions({ id, title }: Pick<ConversationSummary, 'id' | 'title'>): ConversationActions {
  const utils = trpc.useUtils()
  const navigate = useNavigate()
  const opened = useParams({ strict: false }).conversationId

  const orTell = (what: string) => ({
    onError: (error: unknown) => {
      toastProblem(`${what}: ${errorOf(error).message}`)
      void utils.conversations.list.invalidate()
    },
  })

  const update = trpc.conversations.update.useMutation(orTell('Not changed'))
  const restore = trpc.conversations.restore.useMutation(orTell('Not restored'))
  const remove = trpc.conversations.delete.useMutation({
    ...orTell('Not deleted'),
    onSuccess: () => {
      const wasOpen = opened === id
      const back = () => {
        if (wasOpen) void navigate({ to: '/c/$conversationId', params: { conversationId: id } })
      }
      // A failure is told by onError.
      toastUndo(`Deleted “${shortened(title)}”`, () => void restore.mutateAsync({ id }).then(back, () => {}))
      if (wasOpen) void navigate({ to: '/' })
    },
  })

  return {
    rename: (next) => {
      editSummary(utils, id, { title: next })
      update.mutate({ id, title: next })
    },
    pin: (pinned) => update.mutate({ id, pinned }),
    remove: () => {
      // The sheet would lie over the toast that takes it back.
      closeSheet()
      removeSummary(utils, id)
      remove.mutate({ id })
    },
  }
}

/** Characters of a title that a toast repeats. */
const SHOWN = 40

function shortened(title: string): string {
  const start = takeChars(title, SHOWN)
  return start === title ? title : `${start.trimEnd()}…`
}
