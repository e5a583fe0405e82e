import { once } from 'node:events'
import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net'

/** What somebody does with the bytes of one connection: they go on, or they are lost. */
export interface Watcher {
  onClientBytes?: (bytes: Buffer) => 'pass' | 'drop'
  onServerBytes?: (bytes: Buffer) => 'pass' | 'drop'
}

interface Link {
  client: Socket
  server: Socket
}

/** A TCP proxy in front of a server on this machine. */
export interface Tunnel extends AsyncDisposable {
  readonly port: number
  readonly connections: number
  /** While true, new connections are closed at once. */
  refuses: boolean
  /** While true, what the server says is lost with its connection. */
  losesAnswers: boolean
  /** Ends the connections that the filter takes, without a goodbye. Gives how many. */
  cut(filter?: () => boolean): number
  /** Until thawed, nothing moves on any connection and nothing is lost. */
  freeze(): void
  thaw(): void
}

/** `target` is asked for at each connection, `watch` makes a watcher for it. */
export async function openTunnel(target: () => NetConnectOpts, watch: () => Watcher = () => ({})): Promise<Tunnel> {
  const links = new Set<Link>()
  let frozen = false

  const forward = (from: Socket, to: Socket, look: (bytes: Buffer) => 'pass' | 'drop') => {
    from.on('data', (bytes: Buffer) => {
      if (look(bytes) === 'drop' || to.destroyed || to.write(bytes)) return
      from.pause()
      to.once('drain', () => void (frozen || from.resume()))
    })
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
  }

  const listener = createServer((client) => {
    if (tunnel.refuses) {
      client.destroy()
      return
    }
    const server = connect(target())
    const link = { client, server }
    links.add(link)
    const watcher = watch()
    forward(client, server, (bytes) => watcher.onClientBytes?.(bytes) ?? 'pass')
    forward(server, client, (bytes) => {
      if (!tunnel.losesAnswers) return watcher.onServerBytes?.(bytes) ?? 'pass'
      client.destroy()
      return 'drop'
    })
    server.on('close', () => links.delete(link))
    if (frozen) pause(link)
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.')

  const tunnel: Tunnel = {
    port: address.port,
    get connections() {
      return links.size
    },
    refuses: false,
    losesAnswers: false,
    cut: (filter = () => true) => {
      const chosen = [...links].filter(filter)
      for (const { client, server } of chosen) {
        client.destroy()
        server.destroy()
      }
      return chosen.length
    },
    freeze: () => {
      frozen = true
      for (const link of links) pause(link)
    },
    thaw: () => {
      frozen = false
      for (const { client, server } of links) {
        client.resume()
        server.resume()
      }
    },
    [Symbol.asyncDispose]: async () => {
      tunnel.cut()
      listener.close()
      await once(listener, 'close')
    },
  }
  return tunnel
}

function pause({ client, server }: Link): void {
  client.pause()
  server.pause()
}
