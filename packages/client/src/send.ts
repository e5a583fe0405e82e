import type { AppRouter, RouterInputs } from '@parley/api'
import { newId } from '@parley/contract'
import type { TRPCClient } from '@trpc/client'

import { errorOf, isTransient } from './errors.ts'
import { followAnswer, type AnswerEvent } from './follow-answer.ts'

export type { AnswerEvent } from './follow-answer.ts'

type SendInput = RouterInputs['chat']['send']

export interface SendOptions extends Omit<SendInput, 'conversationId' | 'messageId'> {
  /** A new conversation is made when left out. */
  conversationId?: string
  /** Chosen here when left out. */
  messageId?: string
  /** Ends the loop; the answer goes on at the server. */
  signal?: AbortSignal
}

export function createSend(trpc: TRPCClient<AppRouter>) {
  return async function* send({
    conversationId = newId(),
    messageId = newId(),
    signal,
    ...input
  }: SendOptions): AsyncGenerator<AnswerEvent> {
    const turn = await untilAnswered(() => trpc.chat.send.mutate({ ...input, conversationId, messageId }), signal)
    yield { type: 'sent', ...turn }
    yield* followAnswer(trpc, { conversationId, messageId: turn.assistantMessage.id }, signal)
  }
}

/** The id makes it safe to ask again until the server has answered, whatever became of the tries before. */
async function untilAnswered<Result>(call: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted()
    try {
      return await call()
    } catch (error) {
      const refusal = errorOf(error)
      if (!isTransient(refusal)) throw error
      await pause((refusal.retryAfter ?? Math.min(4, 0.125 * 2 ** attempt)) * 1_000, signal)
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  signal?.addEventListener(
    'abort',
    () => {
      clearTimeout(timer)
      resolve()
    },
    { once: true },
  )
  return promise
}
