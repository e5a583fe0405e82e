import { newId, notFound, ParleyError, type AppendMessage } from '@parley/contract'

import { isDuplicate } from '../../errors.ts'
import type { Message } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { lockConversation } from '../turns/lock.ts'
import { addBranch, addToHead, type NewMessage } from './add.ts'
import { getMessage } from './get.ts'

/**
 * Stores a message as the new head; no model is asked. An id that exists already with the same content gives back the
 * message that is there, with other content CONFLICT. A parent that does not exist is NOT_FOUND.
 */
export async function appendMessage(scope: Scope, input: AppendMessage): Promise<Message> {
  const { conversationId, id = newId(), role, content, parentId } = input
  const message = { conversationId, id, role, status: 'complete', content, model: null } as const
  try {
    return (
      (parentId === null ? undefined : await addToHead(scope.db, scope.userId, message, parentId)) ??
      (await appendBranch(scope, message, parentId))
    )
  } catch (error) {
    if (!isDuplicate(error, ['user_id', 'conversation_id', 'id'])) throw error
    const there = await getMessage(scope, { conversationId, messageId: id })
    const same = there.role === role && there.content === content
    if (!same || (parentId !== undefined && parentId !== there.parentId)) throw idConflict()
    return there
  }
}

async function appendBranch(
  { db, userId }: Scope,
  message: NewMessage,
  parentId: string | null | undefined,
): Promise<Message> {
  if (parentId === undefined) throw notFound('conversation')
  return db.transaction(async (tx) => {
    await lockConversation(tx, userId, message.conversationId)
    const added = await addBranch(tx, userId, message, parentId)
    if (!added) throw notFound('message')
    return added
  })
}

export const idConflict = () => new ParleyError('CONFLICT', 'This id was used before for something else.')
