import { once } from 'node:events'
import { connect as dial, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'

import { expect, inject, test, vi } from 'vitest'

import type { ConnectionSettings } from '../settings.ts'
import { withDatabase } from '../testing/server.ts'
import { waitForDatabase } from './wait.ts'

const { settings } = inject('parleyTestServer')
const parts = typeof settings === 'string' ? partsOf(settings) : settings
const CANARY = 'canary-secret'

function partsOf(url: string) {
  const { hostname, port, username, password, pathname } = new URL(url)
  return { host: hostname, port: Number(port || 5432), user: username, password, database: pathname.slice(1) }
}

async function listening(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listening(server)
  server.close()
  await once(server, 'close')
  return port
}

/** Passes a client through to the test server. */
function passThrough(client: Socket): void {
  const { host, port } = parts
  const server = host.startsWith('/') ? dial(join(host, `.s.PGSQL.${port}`)) : dial(port, host)
  client.pipe(server).pipe(client)
  for (const socket of [client, server]) socket.on('error', () => {})
}

const at = (port: number): ConnectionSettings => ({ ...parts, host: '127.0.0.1', port, password: CANARY })
const quiet = { debug() {}, info() {}, error() {} }

async function messageOf(failing: Promise<void>): Promise<string> {
  return failing.then(
    () => 'none',
    (error: unknown) => String(error),
  )
}

test('a database that comes up late is waited for, and each try is told', async () => {
  const port = await freePort()
  const server = createServer(passThrough)
  const warn = vi.fn<(fields: object) => void>((fields) => {
    if ('attempt' in fields && fields.attempt === 3) server.listen(port, '127.0.0.1')
  })
  await waitForDatabase({ ...parts, host: '127.0.0.1', port }, { logger: { ...quiet, warn }, seconds: 30 })
  server.close()
  expect(warn.mock.calls.length).toBeGreaterThanOrEqual(3)
  expect(warn.mock.calls[0]).toEqual([
    {
      database: `"${parts.database}" at 127.0.0.1:${port}`,
      attempt: 1,
      reason: 'ECONNREFUSED',
      nextInMs: expect.any(Number),
    },
    expect.any(String),
  ])
})

test('a database that never comes is given up in time, without its password in the message', async () => {
  const port = await freePort()
  const started = performance.now()
  const message = await messageOf(waitForDatabase(at(port), { seconds: 0.5 }))
  expect(performance.now() - started).toBeLessThan(5_000)
  expect(message).toContain(`at 127.0.0.1:${port} did not answer within 0.5 seconds (ECONNREFUSED)`)
  expect(message).not.toContain(CANARY)
})

test('a server that takes the connection and says nothing is given up in time', async () => {
  const server = createServer((socket) => socket.on('error', () => {}))
  const port = await listening(server)
  const started = performance.now()
  expect(await messageOf(waitForDatabase(at(port), { seconds: 0.3 }))).toContain('did not answer within 0.3 seconds')
  expect(performance.now() - started).toBeLessThan(5_000)
  server.close()
})

test('a database that does not exist fails at once', async () => {
  const warn = vi.fn<() => void>()
  const missing = withDatabase(settings, 'parley_missing')
  const message = await messageOf(waitForDatabase(missing, { logger: { ...quiet, warn } }))
  expect(message).toMatch(/The database "parley_missing" at .+ does not exist/)
  expect(warn).not.toHaveBeenCalled()
})

test('a wrong password fails at once, and is not told', async () => {
  const refusal = Buffer.from('SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0')
  const length = Buffer.alloc(4)
  length.writeInt32BE(refusal.length + 4)
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(Buffer.concat([Buffer.from('E'), length, refusal])))
  })
  const port = await listening(server)
  const warn = vi.fn<() => void>()
  const url = `postgres://someone:${CANARY}@127.0.0.1:${port}/chats`
  const message = await messageOf(waitForDatabase(url, { logger: { ...quiet, warn } }))
  server.close()
  expect(message).toContain(`"chats" at 127.0.0.1:${port} refuses the user "someone"`)
  expect(message).not.toContain(CANARY)
  expect(warn).not.toHaveBeenCalled()
})
