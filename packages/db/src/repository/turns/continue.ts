import { notFound, ParleyError, type MessageRef } from '@parley/contract'

import type { Message } from '../../schema/index.ts'
import { addGeneration } from '../generations/add.ts'
import { messageColumns } from '../messages/columns.ts'
import type { Scope } from '../scope.ts'
import { finder, requireEnded } from './find.ts'
import { lead } from './lead.ts'
import { lockConversation } from './lock.ts'
import type { Answer, Runner } from './turn.ts'

const REOPEN = `
  update messages m set status = 'streaming', error = null, model = $4, updated_at = now()
  where m.user_id = $1 and m.conversation_id = $2 and m.id = $3
  returning ${messageColumns}`

/**
 * Goes on with an answer that was stopped, interrupted or failed: a new generation over the same message, whose body
 * stays. Its branch becomes the active one. Throws GENERATION_RUNNING while it is being written, BAD_REQUEST when it is
 * complete, not an answer, or has messages below it: an answer that is being written is a leaf.
 */
export async function continueTurn(scope: Scope, input: MessageRef & Runner): Promise<Answer> {
  const { conversationId, messageId, model, owner } = input
  const key = [scope.userId, conversationId, messageId]
  return scope.db.transaction(async (tx) => {
    await lockConversation(tx, scope.userId, conversationId)
    const messages = finder(tx, scope.userId, conversationId)
    const [message, goesOn] = await Promise.all([messages.require(messageId), messages.goesOn(messageId)])
    requireEnded(message)
    if (message.status === 'complete') throw refused('There is nothing to go on with: it is complete.')
    if (goesOn) throw refused('The conversation went on after this answer. Write a new version instead.')
    const [[assistantMessage], generation, conversation] = await Promise.all([
      tx.query<Message>(REOPEN, [...key, model]),
      addGeneration(tx, scope.userId, { conversationId, messageId, owner, model }),
      lead(tx, scope.userId, message, { touch: true }),
    ])
    if (!assistantMessage) throw notFound('message')
    return { conversation, assistantMessage, generation }
  })
}

const refused = (message: string) => new ParleyError('BAD_REQUEST', message, { field: 'messageId' })
