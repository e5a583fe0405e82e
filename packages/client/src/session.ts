import { ParleyError } from '@parley/contract'
import { z } from 'zod'

import { fetchJson, NotParleyError } from './fetch-json.ts'

const sessionSchema = z.object({ user: z.object({ id: z.string() }) })

export interface GuestSession {
  userId: string
  /** For `Authorization: Bearer`; a browser has its cookie instead. */
  token: string
}

/** Makes a new guest. What it throws is for `errorOf`. */
export async function signInAsGuest(url: string): Promise<GuestSession> {
  const response = await fetchAuth(url, '/api/auth/sign-in/anonymous', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  }).catch(async (error: unknown) => {
    if (!(error instanceof NotParleyError)) throw error
    await findSession(url)
    // A Parley server after all: what it does not have is a way in for guests.
    throw new ParleyError('UNAUTHORIZED', 'This server lets no guests in.')
  })
  const { user } = await read(response, sessionSchema)
  return { userId: user.id, token: response.headers.get('set-auth-token') ?? '' }
}

/** The session of a token, or of this browser's cookie. Null when the server knows of none. */
export async function findSession(url: string, token?: string): Promise<{ userId: string } | null> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetchAuth(url, '/api/auth/get-session', { headers })
  const session = await read(response, sessionSchema.nullable())
  return session && { userId: session.user.id }
}

/** In a browser: the session of this browser, or a new guest's when there is none. */
export async function ensureGuestSession(url: string): Promise<{ userId: string }> {
  return (await findSession(url)) ?? signInAsGuest(url)
}

async function fetchAuth(url: string, path: string, init: RequestInit): Promise<Response> {
  const response = await fetchJson(new URL(path, url), { ...init, credentials: 'same-origin' })
  if (response.ok) return response
  if (response.status !== 429) throw new ParleyError('UNAVAILABLE', 'The server could not start a session.')
  const retryAfter = Number(response.headers.get('x-retry-after')) || 10
  const message = `Too many new guests from this address. Try again in ${retryAfter} seconds.`
  throw new ParleyError('TOO_MANY_REQUESTS', message, { retryAfter })
}

async function read<Value>(response: Response, schema: z.ZodType<Value>): Promise<Value> {
  const result = schema.safeParse(await response.json())
  if (!result.success) throw new NotParleyError()
  return result.data
}
