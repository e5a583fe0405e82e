import { newId } from '@parley/contract'
import { afterAll, describe, expect, it } from 'vitest'

import { startTestServer } from './testing.ts'
import { signIn } from './testing/guest.ts'
import { json, mutate, query, request } from './testing/http.ts'
import { openSocket } from './testing/socket.ts'

const server = await startTestServer()
afterAll(() => server[Symbol.asyncDispose]())
const { url } = server

describe('a guest', () => {
  it('is the same person by cookie and by token, over HTTP and over a socket', async () => {
    const { cookie, token, byCookie, byToken } = await signIn(url)
    const main = await query(url, 'conversations.main', undefined, byCookie)
    expect(main.status).toBe(200)
    const id = /"id":"([0-9a-f-]+)"/.exec(main.text)?.[1] ?? ''
    expect(await query(url, 'conversations.main', undefined, byToken)).toMatchObject({ status: 200, text: main.text })

    using cookieSocket = await openSocket(url, { headers: { cookie }, origin: url })
    using tokenSocket = await openSocket(url, { token })
    using headerSocket = await openSocket(url, { headers: byToken })
    for (const one of [cookieSocket, tokenSocket, headerSocket]) {
      one.call(1, 'query', 'conversations.main')
      await one.heard('"id":1', id)
    }
  })

  it('has a session that get-session tells of, and that sign-out ends', async () => {
    const { byToken } = await signIn(url)
    const session = await request(`${url}/api/auth/get-session`, { headers: byToken })
    expect(JSON.parse(session.text)).toMatchObject({ user: { isAnonymous: true, name: 'Guest' }, session: {} })
    const out = await request(`${url}/api/auth/sign-out`, {
      method: 'POST',
      headers: { ...json, ...byToken },
      body: '{}',
    })
    expect(out.status).toBe(200)
    expect((await request(`${url}/api/auth/get-session`, { headers: byToken })).text).toBe('null')
    expect((await query(url, 'conversations.main', undefined, byToken)).status).toBe(401)
  })

  it('sees nothing of another guest', async () => {
    const [one, other] = [await signIn(url), await signIn(url)]
    const id = newId()
    expect((await mutate(url, 'conversations.create', { id, title: 'Mine' }, one.byToken)).status).toBe(200)
    expect((await query(url, 'conversations.get', { id }, other.byToken)).status).toBe(404)
  })

  it('has a cookie that scripts and other sites cannot use', async () => {
    const answer = await request(`${url}/api/auth/sign-in/anonymous`, { method: 'POST', headers: json, body: '{}' })
    const cookies = answer.headers['set-cookie'] ?? []
    expect(cookies).not.toEqual([])
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/)
  })
})

it.each([
  ['none at all', {}],
  ['an empty token', { authorization: 'Bearer ' }],
  ['a made-up token', { authorization: `Bearer ${'x'.repeat(32)}.${'y'.repeat(43)}=` }],
  ['a token of another scheme', { authorization: 'Basic dXNlcjpwYXNz' }],
  ['a forged cookie', { cookie: 'parley.session_token=x.y; parley.session_data=eyJ9' }],
  ['a cookie that is no cookie', { cookie: '%%%=%%%;;;=;\u00ff' }],
])('a session of %s is none: 401 over HTTP and over the socket', async (_, headers) => {
  const answer = await query(url, 'conversations.list', {}, headers)
  expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
    401,
    { error: { json: { data: { reason: 'UNAUTHORIZED' } } } },
  ])
  using socket = await openSocket(url, { headers })
  socket.call(1, 'query', 'conversations.list', {})
  await socket.heard('"reason":"UNAUTHORIZED"')
})

it('sessions and rows survive a restart of the server', async () => {
  const { byToken, byCookie } = await signIn(url)
  const id = newId()
  await mutate(url, 'conversations.create', { id, title: 'Before' }, byToken)
  await using again = await startTestServer({ config: { database: server.database.settings } })
  for (const headers of [byToken, byCookie]) {
    const answer = await query(again.url, 'conversations.get', { id }, headers)
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('Before')])
  }
})

it('an address that a client makes up does not count for the sign-in limit', async () => {
  await signIn(url, { 'x-forwarded-for': '203.0.113.7', 'x-client-address': '203.0.113.8' })
  const rows = await server.database.query<{ key: string }>('select key from rate_limits')
  const keys = rows.map((row) => row.key)
  expect(keys.filter((key) => key.includes('127.0.0.1'))).not.toEqual([])
  expect(keys.filter((key) => key.includes('203.0.113'))).toEqual([])
})

it('guests are refused where they are not allowed', async () => {
  await using closed = await startTestServer({ config: { allowGuests: false } })
  const answer = await request(`${closed.url}/api/auth/sign-in/anonymous`, {
    method: 'POST',
    headers: json,
    body: '{}',
  })
  expect(answer.status).toBe(404)
})

it.each(['update-user', 'revoke-session', 'reset-password', 'sign-up/email', 'delete-user'])(
  'nothing of the sign-in library is served that is not used: %s',
  async (path) => {
    const { byToken } = await signIn(url)
    const post = { method: 'POST', headers: { ...json, ...byToken }, body: '{"name":"a\\u0000b","token":"\\u0000"}' }
    expect((await request(`${url}/api/auth/${path}`, post)).status).toBe(404)
  },
)

it.each(['x\0y', 'ü€', 'line\nbreak'])('a socket with the token %j is nobody, not a fault', async (token) => {
  using socket = await openSocket(url, { token })
  socket.call(1, 'query', 'conversations.main')
  await socket.heard('"id":1', 'UNAUTHORIZED')
})
