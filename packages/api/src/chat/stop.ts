import type { MessageRef } from '@parley/contract'

import { noSocket } from '../connection.ts'
import { follow } from '../generation/follow.ts'
import type { ChatContext } from './chat-context.ts'

/** How long the answer's owner, which may be another process, gets to stop, in milliseconds. */
const PATIENCE_MS = 5_000

/** Stops the answer wherever it is written and keeps its text. Answers with the message as it then stands. */
export async function stop(ctx: ChatContext, input: MessageRef) {
  const generation = await ctx.repo.turns.requestStop(input)
  if (generation !== null) {
    ctx.engine.stop(generation.id)
    const reader = { ...ctx, connection: noSocket() }
    for await (const { event } of follow(reader, input, AbortSignal.timeout(PATIENCE_MS))) {
      if (event.type === 'finish') return event.message
    }
  }
  return ctx.repo.messages.get(input)
}
