import { ParleyError } from '@parley/contract'
import { createRepository } from '@parley/db'
import { initTRPC, type TRPCError } from '@trpc/server'
import superjson from 'superjson'
import { ZodError } from 'zod'

import { takeCall } from './connection.ts'
import type { Context } from './context.ts'
import { formatError, toTRPCError } from './errors.ts'

interface Meta {
  /** A query that makes what it is asked for when it is not there. */
  makes?: true
}

const t = initTRPC.context<Context>().meta<Meta>().create({ transformer: superjson, errorFormatter: formatError })

export const router = t.router

/** Gives a refused call its code, so that HTTP answers with the right status. */
const domainErrors = t.middleware(async ({ next }) => {
  const result = await next()
  if (!result.ok && result.error.cause instanceof ParleyError) throw toTRPCError(result.error.cause)
  return result
})

/** Whether it is certain that nothing was changed. Without an answer of the database a commit may have gone through. */
function isRefused({ cause }: TRPCError): boolean {
  return cause instanceof ZodError || (cause instanceof ParleyError && cause.reason !== 'UNAVAILABLE')
}

/**
 * Only a signed-in person, guests included; `ctx.repo` reaches that person's rows and no others. Whatever a call may
 * have changed is announced to that person's feeds here, so that no procedure can forget it.
 */
export const authedProcedure = t.procedure.use(domainErrors).use(async ({ ctx, type, meta, next }) => {
  const { session, changes, connection } = ctx
  if (session === null) throw new ParleyError('UNAUTHORIZED', 'Sign in first.')
  using _call = type === 'subscription' ? null : takeCall(connection)
  const result = await next({ ctx: { session, repo: createRepository(ctx.db, session.userId) } })
  const mayHaveChanged = (type === 'mutation' || meta?.makes === true) && (result.ok || !isRefused(result.error))
  if (mayHaveChanged) changes.announce(session.userId)
  return result
})
