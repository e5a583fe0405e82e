import { editInput, followInput, messageInput, regenerateInput, sendInput } from '@parley/contract'
import { tracked, type TRPCRouterRecord } from '@trpc/server'

import { continueAnswer } from '../chat/continue.ts'
import { edit } from '../chat/edit.ts'
import { regenerate } from '../chat/regenerate.ts'
import { send } from '../chat/send.ts'
import { stop } from '../chat/stop.ts'
import { follow } from '../generation/follow.ts'
import { authedProcedure } from '../trpc.ts'

export const chat = {
  send: authedProcedure.input(sendInput).mutation(({ ctx, input }) => send(ctx, input)),

  edit: authedProcedure.input(editInput).mutation(({ ctx, input }) => edit(ctx, input)),

  regenerate: authedProcedure.input(regenerateInput).mutation(({ ctx, input }) => regenerate(ctx, input)),

  continue: authedProcedure.input(messageInput).mutation(({ ctx, input }) => continueAnswer(ctx, input)),

  stop: authedProcedure.input(messageInput).mutation(({ ctx, input }) => stop(ctx, input)),

  follow: authedProcedure.input(followInput).subscription(async function* ({ ctx, input, signal }) {
    for await (const { position, event } of follow(ctx, input, signal)) yield tracked(position, event)
  }),
} satisfies TRPCRouterRecord
