import { errorOf, type Message } from '@parley/client'

import type { TrpcUtils } from '../../api/trpc.ts'
import { toastProblem } from '../../ui/toast.ts'
import { refreshBranch } from './refresh-branch.ts'

/**
 * Makes the branch through the version before a message (-1) or after it (1) the active one, and shows it. What it
 * throws is for `toastNotShown`.
 */
export async function showVersion(
  utils: TrpcUtils,
  { conversationId, messageId }: Pick<Message, 'conversationId'> & { messageId: string },
  step: -1 | 1,
): Promise<void> {
  const versions = await utils.client.messages.siblings.query({ conversationId, messageId })
  const version = versions[versions.findIndex(({ id }) => id === messageId) + step]
  if (version === undefined) return
  await utils.client.conversations.switchHead.mutate({ id: conversationId, messageId: version.id })
  await refreshBranch(utils, conversationId)
}

export const toastNotShown = (error: unknown): void =>
  toastProblem(`The other version was not shown: ${errorOf(error).message}`)
