import type { ContextMessages } from '@parley/contract'

import type { Message } from '../../schema/index.ts'
import { getConversation } from '../conversations/get.ts'
import type { Scope } from '../scope.ts'
import { readBranch } from './branch.ts'
import { foldStreaming } from './fold.ts'

/** The last messages of the active branch, oldest first. */
export const contextMessages = (scope: Scope, { conversationId, limit }: ContextMessages): Promise<Message[]> =>
  activeBranch(scope, conversationId, limit)

/** Every message of the active branch, oldest first. A long one takes memory: read pages where that matters. */
export const allMessages = (scope: Scope, conversationId: string): Promise<Message[]> =>
  activeBranch(scope, conversationId)

async function activeBranch(scope: Scope, conversationId: string, limit?: number): Promise<Message[]> {
  const rows = await readBranch(scope, conversationId, null, limit)
  if (rows.length === 0) await getConversation(scope, conversationId)
  return foldStreaming(scope, rows)
}
