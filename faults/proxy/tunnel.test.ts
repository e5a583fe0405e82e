import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

import { afterAll, afterEach, expect, test, vi } from 'vitest'

import { openTunnel, type Tunnel } from './tunnel.ts'

/** It says everything back. */
const echo = createServer((socket) => {
  socket.on('error', () => {})
  socket.pipe(socket)
}).listen(0, '127.0.0.1')
await once(echo, 'listening')
const address = echo.address()
const port = address !== null && typeof address === 'object' ? address.port : 0
afterAll(() => echo.close())

const open: { tunnel?: Tunnel } = {}
afterEach(async () => {
  await open.tunnel?.[Symbol.asyncDispose]()
  delete open.tunnel
})

async function client() {
  open.tunnel ??= await openToEcho()
  return { ...(await clientOf(open.tunnel)), tunnel: open.tunnel }
}

const openToEcho = () => openTunnel(() => ({ host: '127.0.0.1', port }))

async function clientOf(tunnel: Tunnel) {
  const socket: Socket = connect(tunnel.port, '127.0.0.1')
  const heard = { text: '', closed: false }
  socket.on('data', (bytes: Buffer) => (heard.text += bytes.toString()))
  socket.on('error', () => {})
  socket.on('close', () => (heard.closed = true))
  await once(socket, 'connect')
  return { socket, heard }
}

test('bytes go through, and none are lost by a freeze', async () => {
  const { socket, heard, tunnel } = await client()
  socket.write('one ')
  await vi.waitFor(() => expect(heard.text).toBe('one '))
  tunnel.freeze()
  socket.write('two')
  const late = await client()
  late.socket.write('three')
  // What is sent later through another tunnel is heard before.
  await using beside = await openToEcho()
  const other = await clientOf(beside)
  other.socket.write('four')
  await vi.waitFor(() => expect(other.heard.text).toBe('four'))
  expect([heard.text, late.heard.text]).toEqual(['one ', ''])
  tunnel.thaw()
  await vi.waitFor(() => expect([heard.text, late.heard.text]).toEqual(['one two', 'three']))
})

test('a cut ends the connections that the filter takes', async () => {
  const { socket, heard, tunnel } = await client()
  socket.write('one')
  await vi.waitFor(() => expect(heard.text).toBe('one'))
  expect(tunnel.cut(() => false)).toBe(0)
  expect(tunnel.cut()).toBe(1)
  await vi.waitFor(() => expect(heard.closed).toBe(true))
})

test('while it is mute, what the server says is lost with its connection', async () => {
  const { socket, heard, tunnel } = await client()
  tunnel.losesAnswers = true
  socket.write('one')
  await vi.waitFor(() => expect(heard).toEqual({ text: '', closed: true }))
})

test('while it refuses, new connections end at once', async () => {
  const { tunnel } = await client()
  tunnel.refuses = true
  const { heard } = await client()
  await vi.waitFor(() => expect(heard.closed).toBe(true))
})
