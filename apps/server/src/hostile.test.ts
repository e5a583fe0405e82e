import { once } from 'node:events'
import { connect } from 'node:net'

import { newId } from '@parley/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

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
// Whatever came, the server goes on for everybody else.
afterEach(async () => {
  expect((await query(url, 'conversations.list', {}, guest.byToken)).status).toBe(200)
  using socket = await openSocket(url, { token: guest.token })
  socket.call(1, 'query', 'models.list')
  await socket.heard('demo:offline')
})

const { hostname, port } = new URL(url)
/** Bytes on a bare connection, and all that comes back until it ends. */
async function raw(text: string): Promise<string> {
  const socket = connect({ host: hostname, port: Number(port) })
  let answer = ''
  socket.on('data', (data) => (answer += data.toString()))
  socket.on('error', () => {})
  socket.write(text)
  await once(socket, 'close')
  return answer
}

const upgrade = (path: string, headers: Record<string, string> = {}) => {
  const lines = Object.entries({
    host: `${hostname}:${port}`,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
}

describe('too much', () => {
  it('in a body is refused with 413, announced or not', async () => {
    const body = JSON.stringify({ json: { title: 'x'.repeat(7 * 1024 * 1024) } })
    const post = { method: 'POST', body, headers: { ...json, ...guest.byToken } }
    expect((await request(`${url}/trpc/conversations.create`, post).catch(() => ({ status: 413 }))).status).toBe(413)
    const answer = await raw(
      `POST /trpc/conversations.create HTTP/1.1\r\nhost: ${hostname}:${port}\r\nconnection: close\r\n` +
        `content-type: application/json\r\nauthorization: Bearer ${guest.token}\r\ntransfer-encoding: chunked\r\n\r\n` +
        `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    )
    expect(answer === '' || answer.includes(' 413 ')).toBe(true)
  })

  it.each(['sign-in/anonymous', 'get-session'])('in a body for %s is refused with 413', async (path) => {
    const body = JSON.stringify({ email: 'x'.repeat(1024 * 1024) })
    const post = { method: 'POST', headers: json, body }
    expect((await request(`${url}/api/auth/${path}`, post)).status).toBe(413)
  })

  it('in a batch is refused', async () => {
    const paths = Array.from({ length: 21 }, () => 'models.list').join(',')
    const answer = await request(`${url}/trpc/${paths}?batch=1&input={}`, { headers: guest.byToken })
    expect(answer.status).toBe(400)
    const allowed = await request(`${url}/trpc/models.list,models.list?batch=1&input={}`, { headers: guest.byToken })
    expect(allowed.status).toBe(200)
  })

  it('in a socket message ends that socket', async () => {
    using socket = await openSocket(url, { token: guest.token })
    socket.call(1, 'mutation', 'conversations.create', { title: 'x'.repeat(200 * 1024) })
    expect(await socket.closed).toBe(1009)
  })
})

describe('what makes no sense', () => {
  it.each([
    '/%E0%A4%A',
    '/assets/%E0%A4%A',
    '/api/auth/%E0%A4%A',
    '/trpc/%E0%A4%A',
    '//',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/assets/..%2f..%2fpackage.json',
    '/\\..\\',
    '/.git/config',
    `/${'a'.repeat(8_000)}`,
  ])('as the path %s tells nothing of the inside', async (path) => {
    const answer = await request(`${url}${path}`, { headers: { accept: 'text/html' } })
    expect(answer.text).not.toMatch(/node_modules|\bat .*\.[jt]s:\d|root:|"name": "@parley/)
    // The app's own addresses answer 503 until the app is built.
    const built = !answer.text.includes('not built')
    expect(answer.status).toBeLessThan(built ? 500 : 504)
  })

  it.each([
    '{',
    '[]',
    '"x"',
    'null',
    '1e999',
    '[[[[',
    '\0',
    '{"__proto__":{"x":1}}',
    '{"json":{"__proto__":{"admin":true}}}',
  ])('as the body %j is refused or ignored, never a fault', async (body) => {
    const answer = await request(`${url}/trpc/conversations.create`, {
      method: 'POST',
      headers: { ...json, ...guest.byToken },
      body,
    })
    expect(answer.status).toBeLessThan(500)
    expect(answer.text).not.toMatch(/node_modules|\.ts:\d/)
  })

  it('as JSON 100,000 deep is refused, never a crash', async () => {
    const body = `{"json":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const answer = await request(`${url}/trpc/conversations.create`, {
      method: 'POST',
      headers: { ...json, ...guest.byToken },
      body,
    })
    expect(answer.status).toBeLessThan(600)
  })

  it.each([
    'not json',
    '{',
    'null',
    '[]',
    '7',
    '{"id":1}',
    '{"id":null,"method":"query"}',
    '{"id":1,"method":"delete","params":{"path":"models.list"}}',
    '{"id":1,"method":"query","params":{"path":"__proto__"}}',
    '{"id":1,"method":"query","params":{"path":"constructor.name"}}',
    '{"id":1,"method":"subscription","params":{"path":"chat.follow","input":7}}',
    '{"id":1,"method":"subscription.stop"}',
    'PONG',
  ])('as the socket message %s harms nobody', async (message) => {
    using socket = await openSocket(url, { token: guest.token })
    socket.socket.send(message)
    socket.call(99, 'query', 'models.list')
    await Promise.race([socket.closed, socket.heard('"id":99')])
    expect(socket.received.join('')).not.toMatch(/node_modules|\.ts:\d/)
  })

  it.each([
    'not json',
    '{}',
    '[]',
    'null',
    '{"method":"connectionParams","data":7}',
    '{"method":"connectionParams","data":{"token":7}}',
  ])('as connection parameters, %s gives no session', async (message) => {
    using socket = await openSocket(`${url}`, { headers: {} })
    using strange = await openSocket(url, { token: 'x' })
    strange.socket.send(message)
    socket.socket.send(message)
    socket.call(1, 'query', 'conversations.list', {})
    await Promise.race([socket.closed, socket.heard('UNAUTHORIZED')])
  })

  it('as an empty Host, or none, is refused', async () => {
    expect(await raw('GET / HTTP/1.1\r\nhost:\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 421 /)
    expect(await raw('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 421 /)
  })

  it.each(['//', 'http://[', '/\\', '*', '///trpc', 'ws://a:b:c/trpc'])(
    'as the path %s of an upgrade ends that connection alone',
    async (path) => {
      expect(await raw(upgrade(path))).not.toContain('101 ')
    },
  )
})

describe('a connection that breaks at a bad moment', () => {
  it('while it is refused', async () => {
    const broken = Array.from({ length: 50 }, async () => {
      const socket = connect({ host: hostname, port: Number(port) })
      socket.on('error', () => {})
      await once(socket, 'connect')
      socket.write(upgrade('/trpc', { origin: 'https://evil.example' }).repeat(3))
      socket.resetAndDestroy()
      await once(socket, 'close')
    })
    await Promise.all(broken)
  })

  it('while an answer is followed', async () => {
    const conversationId = newId()
    const sent = await mutate(url, 'chat.send', { conversationId, messageId: newId(), content: 'long' }, guest.byToken)
    const messageId = /"assistantMessage":\{.*?"id":"([0-9a-f-]+)"/.exec(sent.text)?.[1] ?? ''
    const broken = Array.from({ length: 20 }, async () => {
      using socket = await openSocket(url, { token: guest.token })
      socket.call(1, 'subscription', 'chat.follow', { conversationId, messageId })
    })
    await Promise.all(broken)
  })
})
