import type { IncomingMessage } from 'node:http'

import { sessionOf, type Context } from '@parley/api'
import { newId } from '@parley/contract'

import type { Running } from './services.ts'

interface Caller {
  token?: string | undefined
  backlog?: () => number
}

/** Who calls, from the session cookie or a bearer token; made once a request, and once a socket. */
export async function createContext(
  { services, auth }: Running,
  request: IncomingMessage,
  { token, backlog = () => 0 }: Caller = {},
): Promise<Context> {
  const headers = new Headers()
  if (request.headers.cookie !== undefined) headers.set('cookie', request.headers.cookie)
  const bearer = token === undefined ? request.headers.authorization : `Bearer ${token}`
  if (bearer !== undefined) headers.set('authorization', bearer)
  return { ...services, session: await sessionOf(auth, headers), requestId: newId(), backlog }
}
