import { ParleyError } from '@parley/contract'
import { z } from 'zod'

const sessionSchema = z.object({ user: z.object({ id: z.string(), isAnonymous: z.boolean().nullish() }) }).nullable()

export interface GuestSession {
  userId: string
  /** For `Authorization: Bearer`; a browser has its cookie instead. */
  token: string
}

/** Makes a new guest. Throws a ParleyError when the server refuses or cannot be reached. */
export async function signInAsGuest(url: string): Promise<GuestSession> {
  const response = await call(url, '/api/auth/sign-in/anonymous', 'POST')
  const { user } = sessionSchema.unwrap().parse(await response.json())
  return { userId: user.id, token: response.headers.get('set-auth-token') ?? '' }
}

/** In a browser: the session of this browser, or a new guest's when there is none. */
export async function ensureGuestSession(url: string): Promise<{ userId: string }> {
  const response = await call(url, '/api/auth/get-session', 'GET')
  const session = sessionSchema.parse(await response.json())
  return session === null ? signInAsGuest(url) : { userId: session.user.id }
}

async function call(url: string, path: string, method: 'GET' | 'POST'): Promise<Response> {
  const response = await fetch(new URL(path, url), {
    method,
    credentials: 'same-origin',
    ...(method === 'POST' && { headers: { 'content-type': 'application/json' }, body: '{}' }),
  }).catch((cause: unknown) => {
    throw new ParleyError('UNAVAILABLE', 'The server cannot be reached.', { cause })
  })
  if (response.ok) return response
  throw response.status === 429
    ? new ParleyError('TOO_MANY_REQUESTS', 'Too many new guests from this address. Try again in a minute.')
    : new ParleyError('UNAVAILABLE', 'The server could not start a session.')
}
