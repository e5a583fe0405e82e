import {
  appendMessageInput,
  contextMessagesInput,
  conversationMessagesInput,
  listMessagesInput,
  messageInput,
} from '@parley/contract'
import type { TRPCRouterRecord } from '@trpc/server'

import { checkContent } from '../chat/check-content.ts'
import { authedProcedure } from '../trpc.ts'

export const messages = {
  list: authedProcedure.input(listMessagesInput).query(({ ctx, input }) => ctx.repo.messages.list(input)),

  siblings: authedProcedure.input(messageInput).query(({ ctx, input }) => ctx.repo.messages.siblings(input)),

  append: authedProcedure
    .input(appendMessageInput)
    .mutation(({ ctx, input }) => ctx.repo.messages.append(checkContent(input, ctx.maxMessageChars))),

  count: authedProcedure
    .input(conversationMessagesInput)
    .query(({ ctx, input }) => ctx.repo.messages.count(input.conversationId)),

  context: authedProcedure.input(contextMessagesInput).query(({ ctx, input }) => ctx.repo.messages.context(input)),
} satisfies TRPCRouterRecord
