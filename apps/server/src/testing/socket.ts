import { once } from 'node:events'

import { vi } from 'vitest'
import { WebSocket, type ClientOptions } from 'ws'

interface Opening extends ClientOptions {
  /** Sent as tRPC's connection parameters, as a client without cookies does. */
  token?: string
}

/** A WebSocket that speaks tRPC by hand and keeps all that comes. */
export async function openSocket(url: string, { token, ...options }: Opening = {}) {
  const address = `${url.replace('http', 'ws')}/trpc${token === undefined ? '' : '?connectionParams=1'}`
  const socket = new WebSocket(address, options)
  const received: string[] = []
  socket.on('message', (data: Buffer) => received.push(data.toString()))
  await once(socket, 'open')
  // From here on an error shows as the socket's end.
  socket.on('error', () => {})
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  if (token !== undefined) socket.send(JSON.stringify({ method: 'connectionParams', data: { token } }))
  return {
    socket,
    received,
    closed,
    call: (id: number, method: 'query' | 'mutation' | 'subscription', path: string, input?: unknown) =>
      socket.send(JSON.stringify({ id, method, params: { path, input: { json: input } } })),
    /** The first message in which all of the texts occur. */
    heard: (...texts: string[]) =>
      vi.waitFor(
        () => {
          const found = received.find((message) => texts.every((text) => message.includes(text)))
          if (found === undefined) throw new Error(`Not heard: ${texts.join(', ')} in ${received.join('\n')}`)
          return found
        },
        { timeout: 10_000, interval: 5 },
      ),
    [Symbol.dispose]: () => socket.terminate(),
  }
}
