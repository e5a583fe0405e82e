import { ParleyError } from '@parley/contract'
import { createRepository } from '@parley/db'
import { initTRPC } from '@trpc/server'
import superjson from 'superjson'

import type { Context } from './context.ts'
import { formatError, toTRPCError } from './errors.ts'

const t = initTRPC.context<Context>().create({ transformer: superjson, errorFormatter: formatError })

export const router = t.router

/** Gives a refused call its code, so that HTTP answers with the right status. */
const domainErrors = t.middleware(async ({ next }) => {
  const result = await next()
  if (!result.ok && result.error.cause instanceof ParleyError) throw toTRPCError(result.error.cause)
  return result
})

/** Only a signed-in person, guests included; `ctx.repo` reaches that person's rows and no others. */
export const authedProcedure = t.procedure.use(domainErrors).use(({ ctx, next }) => {
  if (ctx.session === null) throw new ParleyError('UNAUTHORIZED', 'Sign in first.')
  return next({ ctx: { session: ctx.session, repo: createRepository(ctx.db, ctx.session.userId) } })
})
