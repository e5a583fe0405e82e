import type { RouterOutputs } from '@parley/client'

import type { TrpcUtils } from '../../api/trpc.ts'
import { appendMessages, asShown, editPages, messagesOf } from './edit-pages.ts'
import { refreshBranch } from './refresh-branch.ts'

/** Shows a turn that the server has stored. One that goes on from elsewhere is on a branch that has to be read. */
export function addTurn(utils: TrpcUtils, turn: RouterOutputs['chat']['send']): void {
  const { userMessage, assistantMessage, branched } = turn
  const { conversationId, parentId } = userMessage
  const before = utils.messages.list.getInfiniteData({ conversationId })
  const shown = before === undefined ? [] : messagesOf(before)
  // The feed may have been faster than the answer to the call.
  if (shown.some(({ id }) => id === assistantMessage.id)) return
  const fits = parentId === (shown.at(-1)?.id ?? null)
  editPages(utils, conversationId, (data) => appendMessages(data, [asShown(userMessage), asShown(assistantMessage)]))
  if (!fits || branched) void refreshBranch(utils, conversationId)
}
