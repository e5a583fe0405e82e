import { newId, notFound, ParleyError, type AppendMessage } from '@parley/contract'

import { violates } from '../../errors.ts'
import type { Message } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { addMessage } from './add.ts'
import { getMessage } from './get.ts'

/**
 * Stores a message as the new head; no model is asked. An id that exists already with the same content gives back the
 * message that is there, with other content CONFLICT. A parent that does not exist is NOT_FOUND.
 */
export async function appendMessage(scope: Scope, input: AppendMessage): Promise<Message> {
  const { conversationId, id = newId(), role, content, parentId } = input
  const message = { conversationId, id, parentId, role, status: 'complete', content, model: null } as const
  try {
    const added = await addMessage(scope.db, scope.userId, message)
    if (!added) throw notFound('conversation')
    return added
  } catch (error) {
    if (violates(error, 'messages_parent')) throw notFound('message')
    if (!violates(error, 'messages_user_id_conversation_id_id_pk')) throw error
    const there = await getMessage(scope, { conversationId, messageId: id })
    const same = there.role === role && there.content === content
    if (!same || (parentId !== undefined && parentId !== there.parentId)) throw idConflict()
    return there
  }
}

export const idConflict = () => new ParleyError('CONFLICT', 'This id was used before for something else.')
