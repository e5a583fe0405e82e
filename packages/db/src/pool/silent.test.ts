import { once } from 'node:events'
import { connect as dial, createServer, type Socket } from 'node:net'

import { expect, onTestFinished, test } from 'vitest'

import { clientOf } from '../client.ts'
import type { ConnectionSettings } from '../settings.ts'
import { createTestDatabase } from '../testing/index.ts'

/** A way to the database that can be made to swallow everything, as a network does that fails without a word. */
async function swallowing(settings: Exclude<ConnectionSettings, string>) {
  const ends: Socket[] = []
  let silent = false
  const path = `${settings.host}/.s.PGSQL.${settings.port}`
  const server = createServer((near) => {
    const far = settings.host.startsWith('/') ? dial(path) : dial(settings.port, settings.host)
    ends.push(near, far)
    near.on('data', (data) => void (silent || far.write(data))).on('error', () => far.destroy())
    far.on('data', (data) => near.write(data)).on('error', () => near.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const end of ends) end.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.')
  return { port: address.port, swallow: (now: boolean) => (silent = now) }
}

// Later than the database itself would have cut the statement off: its deadline and five seconds more.
test(
  'a connection that does not answer any more is given up after the deadline, and its place is free for a new one',
  { timeout: 30_000 },
  async () => {
    await using db = await createTestDatabase()
    if (typeof db.settings === 'string') throw new Error('The test database has no address in parts.')
    const network = await swallowing(db.settings)
    const there = { ...db.settings, host: '127.0.0.1', port: network.port }
    const sql = clientOf(there, { max: 1, fetch_types: false, connection: { statement_timeout: 500 } })
    onTestFinished(() => sql.end({ timeout: 1 }))
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }])
    network.swallow(true)
    await expect(sql`select 2 as two`).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
    network.swallow(false)
    expect(await sql`select 3 as three`).toEqual([{ three: 3 }])
  },
)
