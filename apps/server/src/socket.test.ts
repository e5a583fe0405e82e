import { once } from 'node:events'
import { connect } from 'node:net'
import { Writable } from 'node:stream'

import { newId } from '@parley/contract'
import { pino } from 'pino'
import { describe, expect, it, vi } from 'vitest'

import { startTestServer, type TestServer } from './testing.ts'
import { signIn } from './testing/guest.ts'
import { mutate, query } from './testing/http.ts'
import { openSocket } from './testing/socket.ts'

/** A question whose answer is being written. */
async function ask(url: string, headers: Record<string, string>, content: string) {
  const conversationId = newId()
  const { text } = await mutate(url, 'chat.send', { conversationId, messageId: newId(), content }, headers)
  const messageId = /"assistantMessage":\{.*?"id":"([0-9a-f-]+)"/.exec(text)?.[1] ?? ''
  return { conversationId, messageId }
}

const statusOf = async ({ database }: TestServer, messageId: string) => {
  const rows = await database.query<{ status: string }>('select status from messages where id = $1', [messageId])
  return rows[0]?.status
}

it('an answer is followed over a socket to its end, and resumed on another after the position that was received', async () => {
  await using server = await startTestServer({ wordsPerSecond: 100 })
  const { token, byToken } = await signIn(server.url)
  const ref = await ask(server.url, byToken, 'Count to 60')
  let position = ''
  {
    using first = await openSocket(server.url, { token })
    first.call(1, 'subscription', 'chat.follow', ref)
    const event = await first.heard('text-delta')
    position = /"id":"([0-9a-f-]+\.\d+)"/.exec(event)?.[1] ?? ''
  }
  expect(position).not.toBe('')
  using second = await openSocket(server.url, { token })
  second.call(1, 'subscription', 'chat.follow', { ...ref, lastEventId: position })
  await second.heard('"type":"finish"', '59\\n60')
  await second.heard('"type":"stopped"')
  expect(second.received.some((message) => message.includes('"type":"start","message"'))).toBe(false)
})

describe.concurrent('a fault', () => {
  it('in a call or in a running subscription is masked and logged with the request id', async () => {
    const lines: string[] = []
    const logger = pino(
      {},
      new Writable({ write: (chunk: Buffer, _, done) => done(void lines.push(chunk.toString())) }),
    )
    await using server = await startTestServer({ wordsPerSecond: 20, logger })
    const { token, byToken } = await signIn(server.url)
    const ref = await ask(server.url, byToken, 'Count to 40')
    using socket = await openSocket(server.url, { token })
    socket.call(1, 'subscription', 'chat.follow', ref)
    await socket.heard('text-delta')

    await server.database.query('alter table messages rename column content to canary_content')
    const answer = await query(server.url, 'messages.list', { conversationId: ref.conversationId }, byToken)
    await server.database.query(`select pg_notify('parley_generations', json_build_object('type', 'committed',
      'process', gen_random_uuid(), 'generations', null)::text)`)
    const failed = await socket.heard('"id":1', '"reason":"INTERNAL"')
    await server.database.query('alter table messages rename column canary_content to content')

    expect(answer.status).toBe(500)
    for (const text of [answer.text, failed]) {
      expect(text).toContain('Something went wrong')
      expect(text).not.toMatch(/canary|column|postgres|select/i)
      const requestId = /"requestId":"([0-9a-f-]+)"/.exec(text)?.[1] ?? 'none'
      const logged = lines.filter((line) => line.includes(requestId))
      expect(logged).toHaveLength(1)
      expect(logged[0]).toMatch(/call failed/)
      expect(logged[0]).toMatch(/does not exist/)
    }
  })

  it('is not what a refusal is: nothing is logged for one', async () => {
    const lines: string[] = []
    const logger = pino(
      {},
      new Writable({ write: (chunk: Buffer, _, done) => done(void lines.push(chunk.toString())) }),
    )
    await using server = await startTestServer({ logger })
    const { byToken } = await signIn(server.url)
    expect((await query(server.url, 'conversations.get', { id: newId() }, byToken)).status).toBe(404)
    expect((await query(server.url, 'conversations.get', { id: 'x' }, byToken)).status).toBe(400)
    expect(lines.filter((line) => line.includes('call failed'))).toEqual([])
  })
})

describe.concurrent('a server that stops', () => {
  it('tells its sockets to come back, and folds what runs', async () => {
    await using server = await startTestServer({ wordsPerSecond: 5 })
    const { token, byToken } = await signIn(server.url)
    await using witness = await startTestServer({ config: { database: server.database.settings } })
    const { messageId, conversationId } = await ask(server.url, byToken, 'Count to 1000')
    using socket = await openSocket(server.url, { token })
    socket.call(1, 'subscription', 'chat.follow', { conversationId, messageId })
    await socket.heard('text-delta')
    await server.stop()
    expect(await socket.closed).toBe(1012)
    await socket.heard('reconnect')
    expect(await statusOf(server, messageId)).toBe('interrupted')
    expect((await query(witness.url, 'conversations.get', { id: conversationId }, byToken)).status).toBe(200)
  })

  it('does not wait for a client that does not say goodbye', async () => {
    await using server = await startTestServer()
    const { hostname, port } = new URL(server.url)
    const deaf = connect({ host: hostname, port: Number(port) })
    deaf.on('error', () => {})
    deaf.write(
      `GET /trpc HTTP/1.1\r\nhost: ${hostname}:${port}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
        'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    )
    const [data] = await once(deaf, 'data')
    expect(String(data)).toContain('101 ')
    const started = performance.now()
    await server.stop()
    expect(performance.now() - started).toBeLessThan(4_000)
    deaf.destroy()
  })
})

it('a generation goes on when the socket that follows it is gone', async () => {
  await using server = await startTestServer({ wordsPerSecond: 200 })
  const { token, byToken } = await signIn(server.url)
  const ref = await ask(server.url, byToken, 'Count to 100')
  {
    using socket = await openSocket(server.url, { token })
    socket.call(1, 'subscription', 'chat.follow', ref)
    await socket.heard('text-delta')
  }
  await vi.waitFor(async () => expect(await statusOf(server, ref.messageId)).toBe('complete'), { timeout: 10_000 })
})
