import type { TRPCRouterRecord } from '@trpc/server'

import { authedProcedure } from '../trpc.ts'

export const models = {
  list: authedProcedure.query(({ ctx }) => ctx.models.list()),
} satisfies TRPCRouterRecord
