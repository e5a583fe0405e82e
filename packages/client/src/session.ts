import { ParleyError } from '@parley/contract'
import { z } from 'zod'
import { fetchJson } from './fetch-json.ts'

const sessionSchema = z.object({ user: z.object({ id: z.string() }) })

export interface GuestSession {
  userId: string
  /** For `Authorization: Bearer`; a browser has its cookie instead. */
  token: string
}

/** Makes a new guest. What it throws is for `errorOf`. */
export async function signInAsGuest(url: string): Promise<GuestSession> {
  const response = await call(url, '/api/auth/sign-in/anonymous', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  const { user } = sessionSchema.parse(await response.json())
  return { userId: user.id, token: response.headers.get('set-auth-token') ?? '' }
}

/** The session of a token, or of this browser's cookie. Null when the server knows of none. */
export async function findSession(url: string, token?: string): Promise<{ userId: string } | null> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await call(url, '/api/auth/get-session', { headers })
  const session = sessionSchema.nullable().parse(await response.json())
  return session && { userId: session.user.id }
}

/** In a browser: the session of this browser, or a new guest's when there is none. */
export async function ensureGuestSession(url: string): Promise<{ userId: string }> {
  return (await findSession(url)) ?? signInAsGuest(url)
}

async function call(url: string, path: string, init: RequestInit): Promise<Response> {
  const response = await fetchJson(new URL(path, url), { ...init, credentials: 'same-origin' })
  if (response.ok) return response
  if (response.status === 429) {
    throw new ParleyError('TOO_MANY_REQUESTS', 'Too many new guests from this address. Try again in a minute.')
  }
  throw response.status === 404
    ? new ParleyError('UNAUTHORIZED', 'This server lets no guests in.')
    : new ParleyError('UNAVAILABLE', 'The server could not start a session.')
}
