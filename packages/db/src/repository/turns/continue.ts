import { notFound, ParleyError, type MessageRef } from '@parley/contract'

import type { Message } from '../../schema/index.ts'
import { addGeneration } from '../generations/add.ts'
import { messageColumns } from '../messages/columns.ts'
import type { Scope } from '../scope.ts'
import { readConversation } from './answer.ts'
import { finder, requireEnded } from './find.ts'
import { lockConversation } from './lock.ts'
import type { Answer, Runner } from './turn.ts'

const REOPEN = `
  update messages m set status = 'streaming', error = null, model = $4, updated_at = now()
  where m.user_id = $1 and m.conversation_id = $2 and m.id = $3
  returning ${messageColumns}`

// The branch that goes on becomes the active one; an answer with messages below it is not a leaf.
const LEAD = `
  update conversations c set head_id = m.id, head_parent_id = m.parent_id, head_segment = m.segment, head_depth = m.depth,
    updated_at = greatest(c.updated_at, clock_timestamp())
  from messages m
  where c.user_id = $1 and c.id = $2 and m.user_id = $1 and m.conversation_id = $2 and m.id = $3 and not exists (
    select from messages n
    where n.user_id = $1 and n.conversation_id = $2 and n.segment = m.segment and n.depth = m.depth + 1)`

/**
 * Goes on with an answer that was stopped, interrupted or failed: a new generation over the same message, whose body
 * stays. Throws GENERATION_RUNNING while it is being written, BAD_REQUEST when it is complete or not an answer.
 */
export async function continueTurn(scope: Scope, input: MessageRef & Runner): Promise<Answer> {
  const { conversationId, messageId, model, owner } = input
  const key = [scope.userId, conversationId, messageId]
  return scope.db.transaction(async (tx) => {
    await lockConversation(tx, scope.userId, conversationId)
    const message = await finder(tx, scope.userId, conversationId).require(messageId)
    requireEnded(message)
    if (message.status === 'complete') {
      throw new ParleyError('BAD_REQUEST', 'There is nothing to go on with: it is complete.', { field: 'messageId' })
    }
    const [[assistantMessage], generation, , conversation] = await Promise.all([
      tx.query<Message>(REOPEN, [...key, model]),
      addGeneration(tx, scope.userId, { conversationId, messageId, owner, model }),
      tx.query(LEAD, key),
      readConversation(tx, scope.userId, conversationId),
    ])
    if (!assistantMessage) throw notFound('message')
    return { conversation, assistantMessage, generation }
  })
}
