import { newId, type Edit } from '@parley/contract'

import type { ChatContext } from './chat-context.ts'
import { checkContent } from './check-content.ts'
import { chooseModel } from './choose-model.ts'

/** A new version of a question beside the old one, and its answer. */
export async function edit(ctx: ChatContext, { newMessageId = newId(), ...input }: Edit) {
  const { content } = checkContent(input, ctx.maxMessageChars)
  const turn = await ctx.repo.turns.edit({
    conversationId: input.conversationId,
    messageId: input.messageId,
    newMessageId,
    content,
    model: await chooseModel(ctx, input),
    owner: ctx.engine.processId,
  })
  ctx.engine.run(ctx.session, turn)
  return { userMessage: turn.userMessage, assistantMessage: turn.assistantMessage, branched: turn.branched }
}
