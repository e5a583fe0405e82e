import type { AppRouter, FollowEvent, RouterInputs, RouterOutputs } from '@parley/api'
import { foldEvent, partsOf, type Body, type GenerationEvent } from '@parley/contract'
import type { TRPCClient } from '@trpc/client'

import { queueOf } from './queue.ts'
import { resume, type Tracked } from './resume.ts'

type Message = Extract<FollowEvent, { type: 'finish' }>['message']
type Ref = Omit<RouterInputs['chat']['follow'], 'lastEventId'>

/** `sent` the message is stored · deltas as the answer is written · `finish` the finished message, the last event. */
export type AnswerEvent =
  | ({ type: 'sent' } & RouterOutputs['chat']['send'])
  | GenerationEvent
  | { type: 'finish'; message: Message }

/**
 * Follows an answer to its end. The deltas add up to the finished message: text that was written while the connection
 * was away comes as one delta. Ends without `finish` only when the signal is aborted.
 */
export async function* followAnswer(
  trpc: TRPCClient<AppRouter>,
  ref: Ref,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  let seen: Body = { content: '', parts: null }
  for await (const { data: event } of followEvents(trpc, ref, signal)) {
    if (event.type === 'start' || event.type === 'finish') {
      yield* missing(seen, event.message)
      seen = event.message
      if (event.type === 'start') continue
      yield event
      return
    }
    seen = foldEvent(seen, event)
    yield event
  }
}

const deltaType = { text: 'text-delta', reasoning: 'reasoning-delta' } as const

/** What has to be added to `seen` to get `now`. Throws when `now` does not continue it. */
function* missing(seen: Body, now: Body): Generator<GenerationEvent> {
  const before = partsOf(seen)
  const after = partsOf(now)
  if (before.length > after.length) throw new ChangedAnswerError()
  for (const [index, { type, text }] of after.entries()) {
    const known = before[index] ?? { type, text: '' }
    if (known.type !== type || !text.startsWith(known.text)) throw new ChangedAnswerError()
    if (text.length > known.text.length) yield { type: deltaType[type], text: text.slice(known.text.length) }
  }
}

/**
 * What is still to come of an answer as the server tells it, once and in order, over as many subscriptions as it takes;
 * leave the loop after `finish`. Throws what the server refused.
 */
export const followEvents = (trpc: TRPCClient<AppRouter>, ref: Ref, signal: AbortSignal) =>
  resume(
    (place) =>
      queueOf<Tracked<FollowEvent>>((queue) =>
        trpc.chat.follow.subscribe(
          { ...ref, lastEventId: place.lastEventId },
          { signal: place.signal, onData: queue.push, onError: queue.fail, onComplete: queue.end },
        ),
      ),
    { lastEventId: null, signal },
  )

/** What was read is no longer the start of what is stored, so no delta leads from one to the other. */
class ChangedAnswerError extends Error {
  override readonly name = 'ChangedAnswerError'
  constructor() {
    super('The answer was changed while it was read.')
  }
}
