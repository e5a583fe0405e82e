import type { ContextMessages } from '@parley/contract'

import type { Message } from '../../schema/index.ts'
import { getConversation } from '../conversations/get.ts'
import type { Scope } from '../scope.ts'
import { readBranch } from './branch.ts'
import { foldStreaming } from './fold.ts'

/** The last messages of the active branch, oldest first. */
export async function contextMessages(scope: Scope, { conversationId, limit }: ContextMessages): Promise<Message[]> {
  const rows = await readBranch(scope, conversationId, null, limit)
  if (rows.length === 0) await getConversation(scope, conversationId)
  return foldStreaming(scope, rows)
}
