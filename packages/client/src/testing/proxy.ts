import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A TCP proxy in front of a server on this machine, to break what goes through it. */
export interface Proxy extends AsyncDisposable {
  url: string
  /** Connections made until now. */
  connections: number
  /** While true, requests reach the server and what it answers is lost with the connection. */
  losesAnswers: boolean
  /** Answers lost until now. */
  lost: number
  /** Ends all connections without a goodbye. */
  cut: () => void
}

/** `target` is the server's port, asked for at each connection. */
export async function createProxy(target: () => number): Promise<Proxy> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer((from) => {
    const to = connect(target(), '127.0.0.1')
    keep(from)
    keep(to)
    proxy.connections += 1
    from.on('close', () => to.destroy())
    to.on('close', () => from.destroy())
    from.pipe(to)
    to.on('data', (bytes) => {
      if (!proxy.losesAnswers) {
        from.write(bytes)
        return
      }
      proxy.lost += 1
      from.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.')
  const proxy: Proxy = {
    url: `http://127.0.0.1:${address.port}`,
    connections: 0,
    losesAnswers: false,
    lost: 0,
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    [Symbol.asyncDispose]: async () => {
      proxy.cut()
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}
