import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestServer } from './testing.ts'
import { signIn, type Guest } from './testing/guest.ts'
import { json, mutate, query, request } from './testing/http.ts'
import { openSocket } from './testing/socket.ts'

const server = await startTestServer()
afterAll(() => server[Symbol.asyncDispose]())
const { url } = server
let guest: Guest
beforeAll(async () => {
  guest = await signIn(url)
})

const stored = () => server.database.query('select id from conversations union all select id from users order by id')

const multipart = [
  { 'content-type': 'multipart/form-data; boundary=x' },
  '--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nEvil\r\n--x--\r\n',
] as const
const bodies: [string, Record<string, string>, string][] = [
  ['JSON', json, '{"json":{}}'],
  ['text/plain', { 'content-type': 'text/plain' }, '{"json":{}}'],
  ['multipart/form-data', ...multipart],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'json=%7B%7D'],
  ['octets', { 'content-type': 'application/octet-stream' }, '{"json":{}}'],
  ['nothing', {}, ''],
]
const sites: [string, Record<string, string>][] = [
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['another site without Origin', { 'sec-fetch-site': 'cross-site' }],
  ['another site, in an older browser', { origin: 'https://evil.example' }],
  ['another port of this machine', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' }],
  ['another port of this machine without Origin', { 'sec-fetch-site': 'same-site' }],
  ['a sandboxed page', { origin: 'null' }],
  ['a name that begins like ours', { origin: `${url}.evil.example` }],
]

describe('a page of another site', () => {
  it.each(sites)('%s cannot run a mutation with any body', async (_, from) => {
    const before = await stored()
    for (const [, type, body] of bodies) {
      const headers = { ...guest.byCookie, ...from, ...type }
      const answer = await request(`${url}/trpc/conversations.create`, { method: 'POST', headers, body })
      expect(answer.status).toBe(403)
    }
    expect(await stored()).toEqual(before)
  })

  it.each(sites)('%s cannot sign anybody in or out', async (_, from) => {
    const before = await stored()
    for (const path of ['sign-in/anonymous', 'sign-out']) {
      const headers = { ...guest.byCookie, ...from, ...json }
      expect((await request(`${url}/api/auth/${path}`, { method: 'POST', headers, body: '{}' })).status).toBe(403)
    }
    expect(await stored()).toEqual(before)
    expect((await query(url, 'conversations.list', {}, guest.byCookie)).status).toBe(200)
  })

  it.each(sites)('%s cannot open a socket', async (_, from) => {
    await expect(openSocket(url, { headers: { ...guest.byCookie, ...from } })).rejects.toThrow('403')
  })

  it('reads nothing: no answer names it as allowed', async () => {
    const origin = 'https://evil.example'
    const answer = await query(url, 'conversations.list', {}, { ...guest.byCookie, origin })
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    const asked = await request(`${url}/trpc/conversations.create`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
    expect(asked.headers['access-control-allow-origin']).toBeUndefined()
  })
})

it.each(bodies.slice(1))('a mutation is refused with a body of %s, from whomever', async (_, type, body) => {
  const before = await stored()
  const headers = { ...guest.byToken, ...type }
  const answer = await request(`${url}/trpc/conversations.create`, { method: 'POST', headers, body })
  expect(answer.status).toBe(415)
  expect(await stored()).toEqual(before)
})

it('our own page and programs that are no browser are let in', async () => {
  const own = [{ origin: url, 'sec-fetch-site': 'same-origin' }, { origin: url }, {}, { 'sec-fetch-site': 'none' }]
  for (const from of own) {
    expect((await mutate(url, 'conversations.create', {}, { ...guest.byCookie, ...from })).status).toBe(200)
    using _socket = await openSocket(url, { headers: { ...guest.byCookie, ...from } })
  }
})

describe('a name that is not ours', () => {
  const port = new URL(url).port
  const names = ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1.evil.example:${port}`, '127.0.0.1:1']

  it.each(names)('%j in Host is refused with 421, and by the socket', async (host) => {
    for (const path of ['/', '/trpc/models.list', '/api/auth/get-session']) {
      const answer = await request(`${url}${path}`, { headers: { ...guest.byCookie, host } })
      expect(answer.status).toBe(421)
      expect(answer.text).toContain('BASE_URL')
    }
    await expect(openSocket(url, { headers: { ...guest.byCookie, host } })).rejects.toThrow('403')
  })

  it.each([`localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`])('%s is ours', async (host) => {
    expect((await request(`${url}/trpc/models.list`, { headers: { ...guest.byToken, host } })).status).toBe(200)
  })
})
