import { ParleyError, type MessageRef } from '@parley/contract'

import type { Scope } from '../scope.ts'
import { finder } from './find.ts'
import { lockConversation } from './lock.ts'
import { ask } from './question.ts'
import { folded } from './start.ts'
import type { Runner, Turn } from './turn.ts'

export type EditTurn = MessageRef & Runner & { newMessageId: string; content: string }

/** Stores another version of a question beside it and starts its answer. Idempotent by `newMessageId`, as `startTurn`. */
export async function editTurn(scope: Scope, input: EditTurn): Promise<Turn> {
  const { db, userId } = scope
  const { conversationId, messageId, newMessageId, content, model, owner } = input
  const turn = await db.transaction(async (tx) => {
    const { headId } = await lockConversation(tx, userId, conversationId)
    const edited = await finder(tx, userId, conversationId).require(messageId)
    if (edited.role !== 'user') {
      throw new ParleyError('BAD_REQUEST', 'Only a question can be edited.', { field: 'messageId' })
    }
    const question = { conversationId, messageId: newMessageId, content, parentId: edited.parentId, model, owner }
    return ask(tx, userId, question, headId)
  })
  return folded(scope, turn)
}
