import { notFound } from '@parley/contract'

import type { Queries } from '../../queries.ts'
import type { Conversation } from '../../schema/index.ts'
import { conversationColumns } from '../conversations/columns.ts'
import { addGeneration } from '../generations/add.ts'
import { addBranch, addToHead } from '../messages/add.ts'
import type { Answer, Runner } from './turn.ts'

const READ = `select ${conversationColumns} from conversations c where c.user_id = $1 and c.id = $2`

/**
 * Adds the empty assistant message as the head and the generation that will fill it: after `parentId`, or after the head
 * when undefined, which may be a message whose statement was sent before in this transaction.
 */
export async function addAnswer(
  tx: Queries,
  userId: string,
  {
    conversationId,
    id,
    parentId,
    model,
    owner,
  }: Runner & { conversationId: string; id: string; parentId: string | undefined },
): Promise<Answer> {
  const message = { conversationId, id, role: 'assistant', status: 'streaming', content: '', model } as const
  const [assistantMessage, generation, conversation] = await Promise.all([
    parentId === undefined ? addToHead(tx, userId, message) : addBranch(tx, userId, message, parentId),
    addGeneration(tx, userId, { conversationId, messageId: id, owner, model }),
    readConversation(tx, userId, conversationId),
  ])
  if (!assistantMessage) throw notFound('conversation')
  return { conversation, assistantMessage, generation }
}

/** The conversation as this transaction has it. */
export async function readConversation(tx: Queries, userId: string, id: string): Promise<Conversation> {
  const [conversation] = await tx.query<Conversation>(READ, [userId, id])
  if (!conversation) throw notFound('conversation')
  return conversation
}
