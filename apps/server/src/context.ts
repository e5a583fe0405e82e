import type { IncomingMessage } from 'node:http'

import { noSocket, sessionOf, type Connection, type Context } from '@parley/api'
import { newId } from '@parley/contract'

import type { Running } from './services.ts'

/** What a header may hold; a token with anything else is none of ours. */
const printable = /^[\x20-\x7e]+$/

interface Caller {
  token?: string | undefined
  connection?: Connection
}

/** Who calls, from the session cookie or a bearer token; made once a request, and once a socket. */
export async function createContext(
  { services, auth }: Running,
  request: IncomingMessage,
  { token, connection = noSocket() }: Caller = {},
): Promise<Context> {
  const headers = new Headers()
  if (request.headers.cookie !== undefined) headers.set('cookie', request.headers.cookie)
  const bearer = token === undefined ? request.headers.authorization : `Bearer ${token}`
  if (bearer !== undefined && printable.test(bearer)) headers.set('authorization', bearer)
  return { ...services, session: await sessionOf(auth, headers), requestId: newId(), connection }
}
