import { newId, notFound, ParleyError, type AppendMessage } from '@parley/contract'

import { isDuplicate } from '../../errors.ts'
import type { Message } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { finder, requireEnded } from '../turns/find.ts'
import { lockConversation } from '../turns/lock.ts'
import { addBranch, addToHead, type NewMessage } from './add.ts'
import { getMessage } from './get.ts'

/**
 * Stores a message as the new head; no model is asked. An id that exists already with the same content gives back the
 * message that is there, with other content CONFLICT. A parent that does not exist is NOT_FOUND, one that is being
 * written GENERATION_RUNNING; with no parent given that is the head.
 */
export async function appendMessage(scope: Scope, input: AppendMessage): Promise<Message> {
  const { conversationId, id = newId(), role, content, parentId } = input
  const message = { conversationId, id, role, status: 'complete', content, model: null } as const
  try {
    return (
      (parentId === null ? undefined : await addToHead(scope.db, scope.userId, message, parentId)) ??
      (await appendLocked(scope, message, parentId))
    )
  } catch (error) {
    if (!isDuplicate(error, ['user_id', 'conversation_id', 'id'])) throw error
    return requireSame(await getMessage(scope, { conversationId, messageId: id }), input)
  }
}

/** For what the one statement did not store: a branch, a refusal, or a repeat below an answer that is being written. */
async function appendLocked(
  { db, userId }: Scope,
  message: NewMessage,
  parentId: string | null | undefined,
): Promise<Message> {
  const { conversationId, id } = message
  return db.transaction(async (tx) => {
    const { headId } = await lockConversation(tx, userId, conversationId)
    const messages = finder(tx, userId, conversationId)
    const there = await messages.find(id)
    if (there) return requireSame(there, { ...message, parentId })
    const parent = parentId === undefined ? headId : parentId
    if (parent !== null) requireEnded(await messages.require(parent))
    const added = await addBranch(tx, userId, message, parent)
    if (!added) throw notFound('message')
    return added
  })
}

/** The message that a repeated id names. Throws CONFLICT when it is another one than was sent now. */
export function requireSame(
  there: Message,
  { role, content, parentId }: Pick<AppendMessage, 'role' | 'content' | 'parentId'>,
): Message {
  const same = there.role === role && there.content === content
  if (!same || (parentId !== undefined && parentId !== there.parentId)) throw idConflict()
  return there
}

export const idConflict = () => new ParleyError('CONFLICT', 'This id was used before for something else.')
