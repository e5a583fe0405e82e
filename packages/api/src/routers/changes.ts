import { changesInput } from '@parley/contract'
import { tracked } from '@trpc/server'

import { feed } from '../changes/feed.ts'
import { authedProcedure } from '../trpc.ts'

export const changes = authedProcedure.input(changesInput).subscription(async function* ({ ctx, input, signal }) {
  for await (const { position, event } of feed(ctx, input, signal)) yield tracked(position, event)
})
