import { newId, ParleyError } from '@parley/contract'
import { schema, type Database, type Logger } from '@parley/db'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { APIError } from 'better-auth/api'
import { toNodeHandler } from 'better-auth/node'
import { anonymous, bearer } from 'better-auth/plugins'

import type { Session } from './context.ts'
import { toTRPCError } from './errors.ts'

export interface AuthOptions {
  db: Database
  /** Signs sessions; at least 32 characters. */
  secret: string
  baseUrl: string
  /** The origins under which our own pages are opened. */
  origins: string[]
  allowGuests: boolean
  logger: Logger
}

/** Seconds for which a browser's session is believed without asking the database. */
const SESSION_CACHE = 60

/** What Drizzle's message says after the statement: tokens and addresses. */
const STATEMENT_VALUES = /\nparams: [^]*/

/** Limits for one address. */
const REQUESTS_PER_MINUTE = 300
const GUESTS_PER_MINUTE = 120

/** Sessions in Postgres, under `/api/auth`. A browser has a cookie, everything else a bearer token. */
export function createAuth({ db, secret, baseUrl, origins, allowGuests, logger }: AuthOptions) {
  return betterAuth({
    appName: 'Parley',
    secret,
    baseURL: baseUrl,
    basePath: '/api/auth',
    trustedOrigins: origins,
    database: drizzleAdapter(db.drizzle, { provider: 'pg', usePlural: true, schema }),
    plugins: [
      bearer(),
      ...(allowGuests ? [anonymous({ emailDomainName: 'guest.invalid', generateName: () => 'Guest' })] : []),
    ],
    session: {
      expiresIn: 60 * 60 * 24 * 365,
      updateAge: 60 * 60 * 24,
      cookieCache: { enabled: true, maxAge: SESSION_CACHE },
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: REQUESTS_PER_MINUTE,
      // The library's own rule for every kind of sign-in, 3 in 10 seconds, would turn a family behind one address away.
      customRules: { '/sign-in/anonymous': { window: 60, max: GUESTS_PER_MINUTE } },
    },
    advanced: {
      cookiePrefix: 'parley',
      database: { generateId: () => newId() },
      ipAddress: { ipAddressHeaders: ['x-client-address'] },
    },
    telemetry: { enabled: false },
    // What fails goes to the server's own handler: the library would print it, with the values of the statement.
    onAPIError: { throw: true },
    logger: { log: (level, message) => logger[level]({}, message.replace(STATEMENT_VALUES, '')) },
  })
}

export type Auth = ReturnType<typeof createAuth>

/** The session these headers carry, or null. */
export async function sessionOf(auth: Auth, headers: Headers): Promise<Session | null> {
  const found = await auth.api.getSession({ headers }).catch((cause: unknown) => {
    // The library hides why; the database is the only thing it asks.
    if (!(cause instanceof APIError) || cause.status !== 'INTERNAL_SERVER_ERROR') throw cause
    throw toTRPCError(
      new ParleyError('UNAVAILABLE', 'Who you are cannot be checked right now.', { retryAfter: 1, cause }),
    )
  })
  if (found === null) return null
  return { userId: found.user.id, guest: 'isAnonymous' in found.user && found.user.isAnonymous === true }
}

/** Answers everything under `/api/auth`; mount it before any body parser. */
export const authHandler = (auth: Auth): ReturnType<typeof toNodeHandler> => toNodeHandler(auth)
