import type { MessageRef } from '@parley/contract'

import type { ChatContext } from './chat-context.ts'
import { chooseModel } from './choose-model.ts'

/** Goes on with an answer that was cut off, in the same message. */
export async function continueAnswer(ctx: ChatContext, input: MessageRef) {
  const turn = await ctx.repo.turns.continue({
    ...input,
    model: await chooseModel(ctx, input),
    owner: ctx.engine.processId,
  })
  ctx.engine.run(ctx.session, turn)
  return { assistantMessage: turn.assistantMessage }
}
