import { errorOf, type ConversationSummary } from '@parley/client'
import { useNavigate, useParams } from '@tanstack/react-router'

import { trpc } from '../api/trpc.ts'
import { toastProblem, toastUndo } from '../ui/toast.ts'
import { editSummary, removeSummary } from './edit-list.ts'

export interface ConversationActions {
  rename: (title: string) => void
  pin: (pinned: boolean) => void
  remove: () => void
}

/** What can be done with a conversation. The list shows it at once and takes it back when the server refuses. */
export function useConversationActions({ id }: Pick<ConversationSummary, 'id'>): ConversationActions {
  const utils = trpc.useUtils()
  const navigate = useNavigate()
  const opened = useParams({ strict: false }).conversationId

  const refresh = () => Promise.all([utils.conversations.list.invalidate(), utils.conversations.get.invalidate({ id })])
  const settle = (what: string) => ({
    onError: (error: unknown) => toastProblem(`${what}: ${errorOf(error).message}`),
    onSettled: refresh,
  })

  const update = trpc.conversations.update.useMutation(settle('Not changed'))
  const restore = trpc.conversations.restore.useMutation(settle('Not restored'))
  const remove = trpc.conversations.delete.useMutation({
    ...settle('Not deleted'),
    onSuccess: () => {
      toastUndo('Moved to the trash', () => restore.mutate({ id }))
      if (opened === id) void navigate({ to: '/' })
    },
  })

  return {
    rename: (title) => {
      editSummary(utils, id, { title })
      update.mutate({ id, title })
    },
    pin: (pinned) => update.mutate({ id, pinned }),
    remove: () => {
      removeSummary(utils, id)
      remove.mutate({ id })
    },
  }
}
