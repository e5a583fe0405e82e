import type { AppRouter, FollowEvent, RouterInputs, RouterOutputs } from '@parley/api'
import { foldEvent, partsOf, type Body, type GenerationEvent } from '@parley/contract'
import type { TRPCClient } from '@trpc/client'

import { queueOf } from './queue.ts'

type Message = Extract<FollowEvent, { type: 'finish' }>['message']

/** `sent` the message is stored · deltas as the answer is written · `finish` the finished message, the last event. */
export type AnswerEvent =
  | ({ type: 'sent' } & RouterOutputs['chat']['send'])
  | GenerationEvent
  | { type: 'finish'; message: Message }

/**
 * Follows an answer to its end. The deltas add up to the finished message: text that was written while the connection
 * was away comes as one delta.
 */
export async function* followAnswer(
  trpc: TRPCClient<AppRouter>,
  ref: Omit<RouterInputs['chat']['follow'], 'lastEventId'>,
  signal?: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  let seen: Body = { content: '', parts: null }
  for await (const event of subscribe(trpc, ref, signal)) {
    if (event.type === 'start' || event.type === 'finish') {
      yield* missing(seen, event.message)
      seen = event.message
      if (event.type === 'finish') yield event
    } else {
      seen = foldEvent(seen, event)
      yield event
    }
  }
}

const deltaType = { text: 'text-delta', reasoning: 'reasoning-delta' } as const

/** What has to be added to `seen` to get `now`, which continues it. */
function* missing(seen: Body, now: Body): Generator<GenerationEvent> {
  const before = partsOf(seen)
  for (const [index, part] of partsOf(now).entries()) {
    const text = part.text.slice(before[index]?.text.length ?? 0)
    if (text !== '') yield { type: deltaType[part.type], text }
  }
}

function subscribe(
  trpc: TRPCClient<AppRouter>,
  ref: RouterInputs['chat']['follow'],
  signal: AbortSignal | undefined,
): AsyncIterable<FollowEvent> {
  return queueOf<FollowEvent>((queue) =>
    trpc.chat.follow.subscribe(ref, {
      ...(signal && { signal }),
      onData: ({ data }) => queue.push(data),
      onError: queue.fail,
      onComplete: queue.end,
    }),
  )
}
