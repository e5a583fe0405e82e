import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { MortalSocket } from './socket.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A server that takes sockets when `answers`, and says nothing more whatever comes. */
async function startSilent(answers: boolean): Promise<{ url: string; server: Server } & AsyncDisposable> {
  const server = createServer()
  server.on('upgrade', ({ headers }, socket) => {
    socket.on('error', () => {}).resume()
    if (!answers) return
    const accept = createHash('sha1').update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${accept.digest('base64')}\r\n\r\n`,
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `ws://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const connections = new Set<{ destroy: () => void }>()
  server.on('connection', (socket) => connections.add(socket))
  return {
    url,
    server,
    [Symbol.asyncDispose]: async () => {
      for (const socket of connections) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The names of all that a socket fires. */
function record(socket: WebSocket): string[] {
  const fired: string[] = []
  for (const type of ['open', 'error', 'close']) socket.addEventListener(type, () => fired.push(type))
  return fired
}

test('gives up an opening that is never answered', async () => {
  await using silent = await startSilent(false)
  const socket = new MortalSocket(silent.url)
  const fired = record(socket)
  await once(silent.server, 'upgrade')
  await vi.advanceTimersByTimeAsync(9_000)
  expect(fired).toEqual([])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(fired).toEqual(['error', 'close'])
})

test('has closed a second after it was closed, also when the other side is gone, and once', async () => {
  const silent = await startSilent(true)
  const socket = new MortalSocket(silent.url)
  const fired = record(socket)
  await once(socket, 'open')
  socket.close()
  socket.close()
  expect(fired).toEqual(['open'])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(fired).toEqual(['open', 'close'])
  await silent[Symbol.asyncDispose]()
  await vi.waitFor(() => expect(socket.readyState).toBe(WebSocket.CLOSED))
  expect(fired.filter((type) => type === 'close')).toEqual(['close'])
})
