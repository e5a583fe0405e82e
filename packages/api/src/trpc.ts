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

/** Queries that make what they are asked for. */
const MAKING_QUERIES: ReadonlySet<string> = new Set(['conversations.main'])

/**
 * Only a signed-in person, guests included; `ctx.repo` reaches that person's rows and no others. Whatever a call may
 * have changed is announced to that person's feeds here, so that no procedure can forget it.
 */
export const authedProcedure = t.procedure.use(domainErrors).use(async ({ ctx, type, path, next }) => {
  const { session, changes } = ctx
  if (session === null) throw new ParleyError('UNAUTHORIZED', 'Sign in first.')
  const result = await next({ ctx: { session, repo: createRepository(ctx.db, session.userId) } })
  // Also when it failed: it may have been committed before its answer was lost.
  if (type === 'mutation' || MAKING_QUERIES.has(path)) changes.announce(session.userId)
  return result
})
