import { errorOf, type Message } from '@parley/client'
import { newId } from '@parley/contract'

import { trpc } from '../../api/trpc.ts'
import { toastProblem } from '../../ui/toast.ts'
import { focusComposer } from '../composer/focus-composer.ts'
import { asShown, editPages, replaceFrom, replaceMessage } from '../thread/edit-pages.ts'

/** Ways on from an answer: go on where it ended, or write another version beside it. */
export function useAnswerActions({ id: messageId, conversationId, siblingCount }: Message) {
  const utils = trpc.useUtils()
  const onError = (error: unknown) => {
    toastProblem(errorOf(error).message)
    void utils.messages.list.invalidate({ conversationId })
  }
  const goOn = trpc.chat.continue.useMutation({
    onSuccess: ({ assistantMessage }) => {
      focusComposer()
      editPages(utils, conversationId, (data) => data && replaceMessage(data, assistantMessage))
    },
    onError,
  })
  const regenerate = trpc.chat.regenerate.useMutation({
    onSuccess: ({ assistantMessage }) => {
      focusComposer()
      const version = asShown(assistantMessage, { siblingCount: siblingCount + 1, siblingIndex: siblingCount })
      editPages(utils, conversationId, (data) => data && replaceFrom(data, messageId, [version]))
    },
    onError,
  })
  return {
    busy: goOn.isPending || regenerate.isPending,
    goOn: () => goOn.mutate({ conversationId, messageId }),
    tryAgain: () => regenerate.mutate({ conversationId, messageId, newMessageId: newId() }),
  }
}
