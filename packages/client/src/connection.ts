import type { AppRouter } from '@parley/api'
import { createWSClient, httpBatchLink, splitLink, wsLink, type TRPCLink } from '@trpc/client'
import superjson from 'superjson'

import { fetchJson } from './fetch-json.ts'
import { retryDelay } from './retry.ts'
import { MortalSocket } from './socket.ts'

export interface ConnectionOptions {
  /** The server's origin, for example `http://127.0.0.1:3000`. */
  url: string
  /** A session's bearer token. A browser needs none: its cookie goes along. */
  token?: string
  /** Called whenever the state of the socket changes; the socket exists only while something is followed. */
  onState?: (state: ConnectionState) => void
}

/** `idle` nothing is followed · `connecting` also while it tries again · `open`. */
export type ConnectionState = 'idle' | 'connecting' | 'open'

export interface Connection {
  /** For `createTRPCClient` or the React binding: subscriptions over one WebSocket, the rest batched over HTTP. */
  links: TRPCLink<AppRouter>[]
  close: () => void
}

/** The way to a Parley server. A socket that breaks is opened again and what was followed resumes from its position. */
export function createConnection({ url, token, onState }: ConnectionOptions): Connection {
  const endpoint = new URL('/trpc', url)
  const socketEndpoint = new URL(endpoint)
  socketEndpoint.protocol = endpoint.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = createWSClient({
    url: socketEndpoint.href,
    WebSocket: MortalSocket,
    connectionParams: token === undefined ? null : { token },
    retryDelayMs: retryDelay,
    lazy: { enabled: true, closeMs: 30_000 },
    keepAlive: { enabled: true, intervalMs: 10_000, pongTimeoutMs: 5_000 },
  })
  const watching = socket.connectionState.subscribe({
    next: ({ state }) => onState?.(state === 'pending' ? 'open' : state),
  })
  return {
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: wsLink({ client: socket, transformer: superjson }),
        false: httpBatchLink({
          url: endpoint.href,
          transformer: superjson,
          maxItems: 10,
          fetch: fetchJson,
          headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        }),
      }),
    ],
    close: () => {
      watching.unsubscribe()
      void socket.close()
    },
  }
}
