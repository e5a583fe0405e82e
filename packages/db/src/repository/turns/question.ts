import { newId, notFound, type MessageRef } from '@parley/contract'

import type { Queries } from '../../queries.ts'
import { addBranch, addToHead } from '../messages/add.ts'
import { requireSame } from '../messages/append.ts'
import { addAnswer, readConversation } from './answer.ts'
import { finder, requireEnded } from './find.ts'
import type { Runner, Turn } from './turn.ts'

export interface Question extends MessageRef, Runner {
  content: string
  /** Null at the start of a tree; undefined when a repeated call may have any parent. */
  parentId: string | null | undefined
}

/**
 * Adds a question and its answer under the conversation's lock, after `head` when no parent is given. A question that
 * is there already is not added again; an answer that is there already is not started again. An answer that is being
 * written is a leaf: a question to it is GENERATION_RUNNING, one anywhere else is not.
 */
export async function ask(tx: Queries, userId: string, question: Question, head: string | null): Promise<Turn> {
  const { conversationId, messageId, content, parentId = head, model, owner } = question
  const messages = finder(tx, userId, conversationId)
  const runner = { conversationId, id: newId(), model, owner }

  const [there, parent] = await Promise.all([
    messages.find(messageId),
    parentId === null ? null : messages.find(parentId),
  ])
  if (there) {
    requireSame(there, { role: 'user', content, parentId: question.parentId })
    const [[assistantMessage], branched] = await Promise.all([
      messages.answers(messageId),
      messages.branched(messageId),
    ])
    if (!assistantMessage) {
      return { userMessage: there, branched, ...(await addAnswer(tx, userId, { ...runner, parentId: messageId })) }
    }
    const conversation = await readConversation(tx, userId, conversationId)
    return { conversation, userMessage: there, branched, assistantMessage, generation: null }
  }

  if (parent === undefined) throw notFound('message')
  if (parent !== null) requireEnded(parent)
  const message = { conversationId, id: messageId, role: 'user', status: 'complete', content, model: null } as const
  const [userMessage, branched, answer] = await Promise.all([
    parentId === head ? addToHead(tx, userId, message) : addBranch(tx, userId, message, parentId),
    messages.branched(messageId),
    addAnswer(tx, userId, { ...runner, parentId: undefined }),
  ])
  if (!userMessage) throw notFound('conversation')
  return { userMessage, branched, ...answer }
}
