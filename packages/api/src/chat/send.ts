import type { Send } from '@parley/contract'

import { titleFrom } from '../titles/from-text.ts'
import type { ChatContext } from './chat-context.ts'
import { checkContent } from './check-content.ts'
import { chooseModel } from './choose-model.ts'

/** Stores a message with the place for its answer, and starts the answer. Answers after the commit. */
export async function send(ctx: ChatContext, input: Send) {
  const { content } = checkContent(input, ctx.maxMessageChars)
  const model = await chooseModel(ctx, input)
  const turn = await ctx.repo.turns.start({
    conversationId: input.conversationId,
    messageId: input.messageId,
    content,
    ...(input.parentId !== undefined && { parentId: input.parentId }),
    model,
    owner: ctx.engine.processId,
    title: titleFrom(content),
  })
  ctx.engine.run(ctx.session, turn)
  return { userMessage: turn.userMessage, assistantMessage: turn.assistantMessage, branched: turn.branched }
}
