import { ParleyError, type MessageRef } from '@parley/contract'

import { idConflict } from '../messages/append.ts'
import type { Scope } from '../scope.ts'
import { addAnswer, readConversation } from './answer.ts'
import { finder, requireEnded } from './find.ts'
import { lockConversation } from './lock.ts'
import { folded } from './start.ts'
import type { Answer, Runner } from './turn.ts'

export type RegenerateTurn = MessageRef & Runner & { newMessageId: string }

/**
 * Starts another answer beside the given one, or to the given question. Idempotent by `newMessageId`. Throws
 * GENERATION_RUNNING while any answer to that question is being written.
 */
export async function regenerateTurn(scope: Scope, input: RegenerateTurn): Promise<Answer> {
  const { db, userId } = scope
  const { conversationId, messageId, newMessageId, model, owner } = input
  const answer = await db.transaction(async (tx) => {
    await lockConversation(tx, userId, conversationId)
    const messages = finder(tx, userId, conversationId)
    const message = await messages.require(messageId)
    const parentId = message.role === 'assistant' ? message.parentId : message.id
    if (message.role === 'system' || parentId === null) {
      throw new ParleyError('BAD_REQUEST', 'There is no question to answer.', { field: 'messageId' })
    }
    const there = await messages.find(newMessageId)
    if (there) {
      if (there.role !== 'assistant' || there.parentId !== parentId) throw idConflict()
      const conversation = await readConversation(tx, userId, conversationId)
      return { conversation, assistantMessage: there, generation: null }
    }
    for (const sibling of await messages.answers(parentId)) requireEnded(sibling)
    return addAnswer(tx, userId, { conversationId, id: newMessageId, parentId, model, owner })
  })
  return folded(scope, answer)
}
