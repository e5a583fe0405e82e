import { json, request } from './http.ts'

export interface Guest {
  cookie: string
  token: string
  /** The two ways to say who one is. */
  byCookie: { cookie: string }
  byToken: { authorization: string }
}

/** Signs a new guest in, as the clients do. */
export async function signIn(url: string, headers: Record<string, string> = {}): Promise<Guest> {
  const answer = await request(`${url}/api/auth/sign-in/anonymous`, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: '{}',
  })
  const token = answer.headers['set-auth-token']
  if (answer.status !== 200 || typeof token !== 'string') throw new Error(`No guest: ${answer.status} ${answer.text}`)
  const cookie = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ')
  return { cookie, token, byCookie: { cookie }, byToken: { authorization: `Bearer ${token}` } }
}
