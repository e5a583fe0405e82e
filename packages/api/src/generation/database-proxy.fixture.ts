import { once } from 'node:events'
import { connect as dial, createServer, type Socket } from 'node:net'
import { join } from 'node:path'

import type { ConnectionSettings } from '@parley/db'

/** For tests: the way of one process to the database, which can be cut and restored. */
export async function startDatabaseProxy(settings: ConnectionSettings) {
  const parts = typeof settings === 'string' ? partsOf(settings) : settings
  const { host, port } = parts
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const database = host.startsWith('/') ? dial(join(host, `.s.PGSQL.${port}`)) : dial(port, host)
    client.pipe(database).pipe(client)
    for (const socket of [client, database]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        for (const other of [client, database]) other.destroy()
      })
    }
  })
  const open = async (at: number) => {
    server.listen(at, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')
    return address.port
  }
  const cut = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  const ownPort = await open(0)
  return {
    settings: { ...parts, host: '127.0.0.1', port: ownPort },
    /** Breaks every connection; new ones are refused. */
    cut,
    restore: async () => void (await open(ownPort)),
    [Symbol.asyncDispose]: async () => {
      cut()
      if (server.listening) await once(server, 'close')
    },
  }
}

function partsOf(url: string) {
  const { hostname, port, username, password, pathname } = new URL(url)
  return { host: hostname, port: Number(port || 5432), user: username, password, database: pathname.slice(1) }
}
