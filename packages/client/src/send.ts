import type { AppRouter, RouterInputs } from '@parley/api'
import { newId } from '@parley/contract'
import type { TRPCClient } from '@trpc/client'

import { followAnswer, type AnswerEvent } from './follow-answer.ts'
import { untilAnswered } from './retry.ts'

type SendInput = RouterInputs['chat']['send']

export interface SendOptions extends Omit<SendInput, 'conversationId' | 'messageId'> {
  /** A new conversation is made when left out; its id is the message's, so that a repeated send finds it again. */
  conversationId?: string
  /** Chosen here when left out. The same id, sent again, never makes a second message. */
  messageId?: string
  /** Ends the loop; the answer goes on at the server. */
  signal?: AbortSignal
}

/** `closed` ends every loop. */
export function createSend(trpc: TRPCClient<AppRouter>, closed: AbortSignal) {
  return async function* send({
    messageId = newId(),
    conversationId = messageId,
    signal,
    ...input
  }: SendOptions): AsyncGenerator<AnswerEvent> {
    const ending = signal ? AbortSignal.any([signal, closed]) : closed
    const message = { ...input, conversationId, messageId }
    const turn = await untilAnswered((tried) => trpc.chat.send.mutate(message, { signal: tried }), ending)
    if (turn === null) return
    yield { type: 'sent', ...turn }
    yield* followAnswer(trpc, { conversationId, messageId: turn.assistantMessage.id }, ending)
  }
}
