import type { IncomingMessage, Server } from 'node:http'

import { appRouter } from '@parley/api'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { WebSocketServer, type WebSocket } from 'ws'

import { createContext } from './context.ts'
import type { Origins } from './origins.ts'
import { reportError } from './report-error.ts'
import type { Running } from './services.ts'

/** Bytes of one message from a client, which bounds a batch too; calls with more go over HTTP. */
const MAX_PAYLOAD_BYTES = 128 * 1024
/** Milliseconds that a client gets to say goodbye. */
const GOODBYE_MS = 1_000

/** Serves subscriptions on `/trpc`. Host and Origin are checked before a socket exists. */
export function serveSockets(server: Server, running: Running, origins: Origins) {
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES })
  const clients = new WeakMap<IncomingMessage, WebSocket>()
  const handler = applyWSSHandler({
    wss,
    router: appRouter,
    createContext: ({ req, info }) =>
      createContext(running, req, {
        token: info.connectionParams?.['token'],
        connection: { backlog: () => clients.get(req)?.bufferedAmount ?? 0, follows: 0, feeds: 0, calls: 0 },
      }),
    onError: reportError(running.services.logger),
    keepAlive: { enabled: true, pingMs: 20_000, pongWaitMs: 10_000 },
  })
  server.on('upgrade', (request, socket, head) => {
    // From here on the connection is nobody's: without a listener its error would end the process.
    socket.on('error', () => socket.destroy())
    const path = request.url?.split('?', 1)[0]
    const allowed = path === '/trpc' && origins.isOurHost(request) && origins.isOurPage(request)
    if (!allowed) {
      socket.end(`HTTP/1.1 ${path === '/trpc' ? '403 Forbidden' : '404 Not Found'}\r\nConnection: close\r\n\r\n`)
      return
    }
    wss.handleUpgrade(request, socket, head, (client) => {
      clients.set(request, client)
      wss.emit('connection', client, request)
    })
  })
  return {
    /** Asks every client to come back, to another copy or after the restart, and ends their sockets. */
    close: () => {
      handler.broadcastReconnectNotification()
      for (const client of wss.clients) {
        client.close(1012)
        setTimeout(() => client.terminate(), GOODBYE_MS).unref()
      }
      wss.close()
    },
  }
}
