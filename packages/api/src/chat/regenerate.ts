import { newId, type Regenerate } from '@parley/contract'

import type { ChatContext } from './chat-context.ts'
import { chooseModel } from './choose-model.ts'

/** A new version of an answer beside the old one. */
export async function regenerate(ctx: ChatContext, { newMessageId = newId(), ...input }: Regenerate) {
  const turn = await ctx.repo.turns.regenerate({
    conversationId: input.conversationId,
    messageId: input.messageId,
    newMessageId,
    model: await chooseModel(ctx, input),
    owner: ctx.engine.processId,
  })
  ctx.engine.run(ctx.session, turn)
  return { assistantMessage: turn.assistantMessage }
}
