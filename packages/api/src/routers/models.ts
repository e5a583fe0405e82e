import type { TRPCRouterRecord } from '@trpc/server'

import { authedProcedure } from '../trpc.ts'

export const models = {
  /** Also how long a message may be here, in characters, so that a client can tell before it sends. */
  list: authedProcedure.query(async ({ ctx }) => ({
    ...(await ctx.models.list()),
    maxMessageChars: ctx.maxMessageChars,
  })),
} satisfies TRPCRouterRecord
