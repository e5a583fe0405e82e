import {
  conversationInput,
  createConversationInput,
  deleteConversationInput,
  listConversationsInput,
  switchHeadInput,
  updateConversationInput,
} from '@parley/contract'
import type { TRPCRouterRecord } from '@trpc/server'

import { authedProcedure } from '../trpc.ts'

export const conversations = {
  create: authedProcedure
    .input(createConversationInput)
    .mutation(({ ctx, input }) => ctx.repo.conversations.create(input)),

  main: authedProcedure.meta({ makes: true }).query(({ ctx }) => ctx.repo.conversations.main()),

  list: authedProcedure.input(listConversationsInput).query(({ ctx, input }) => ctx.repo.conversations.list(input)),

  get: authedProcedure.input(conversationInput).query(({ ctx, input }) => ctx.repo.conversations.get(input.id)),

  update: authedProcedure
    .input(updateConversationInput)
    .mutation(({ ctx, input }) => ctx.repo.conversations.update(input)),

  switchHead: authedProcedure
    .input(switchHeadInput)
    .mutation(({ ctx, input }) => ctx.repo.conversations.switchHead(input)),

  delete: authedProcedure
    .input(deleteConversationInput)
    .mutation(({ ctx, input }) => ctx.repo.conversations.delete(input)),

  restore: authedProcedure
    .input(conversationInput)
    .mutation(({ ctx, input }) => ctx.repo.conversations.restore(input.id)),
} satisfies TRPCRouterRecord
