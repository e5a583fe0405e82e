import type { Send } from '@parley/contract'

import { nameConversation } from '../conversations/name.ts'
import { foldStreaming } from '../messages/fold.ts'
import type { Scope } from '../scope.ts'
import { lockOrMake } from './lock.ts'
import { ask } from './question.ts'
import type { Runner, Turn } from './turn.ts'

/** `title` names the conversation when it is new, or empty and not named yet. */
export type Start = Pick<Send, 'conversationId' | 'messageId' | 'content' | 'parentId'> & Runner & { title: string }

/**
 * Stores a question and starts its answer; makes the conversation when its id is new. Sent again, it gives back what is
 * there with `generation: null`; CONFLICT when the content differs. GENERATION_RUNNING when the parent is being written,
 * which is the head when none is given; a parent on another branch takes a question meanwhile.
 */
export async function startTurn(scope: Scope, input: Start): Promise<Turn> {
  const { db, userId } = scope
  const turn = await db.transaction(async (tx) => {
    const conversation = await lockOrMake(tx, userId, input.conversationId, input.title)
    const isUnnamed = conversation.messageCount === 0 && conversation.title !== input.title
    if (isUnnamed) await nameConversation({ db: tx, userId }, conversation.id, input.title)
    return ask(tx, userId, { ...input, parentId: input.parentId }, conversation.headId)
  })
  return folded(scope, turn)
}

/** A turn that was there already may have an answer in the middle of being written. */
export async function folded<Found extends Pick<Turn, 'assistantMessage' | 'generation'>>(
  scope: Scope,
  turn: Found,
): Promise<Found> {
  if (turn.generation) return turn
  const [assistantMessage = turn.assistantMessage] = await foldStreaming(scope, [turn.assistantMessage])
  return { ...turn, assistantMessage }
}
