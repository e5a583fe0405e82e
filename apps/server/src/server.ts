import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'

import type { Logger } from '@parley/db'

import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { createOrigins } from './origins.ts'
import { startServices } from './services.ts'
import { serveSockets } from './socket.ts'

export interface RunningServer extends AsyncDisposable {
  /** Where to open it. */
  url: string
}

/**
 * Starts everything on one port and resolves when it is ready. The port is taken first, so that a port in use is told
 * before a database is touched.
 */
export async function startServer(config: Config, logger: Logger): Promise<RunningServer> {
  await using stack = new AsyncDisposableStack()
  const server = createServer()
  const starting: RequestListener = (_request, response) => {
    response.writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain' }).end('starting\n')
  }
  server.on('request', starting)
  const port = await listen(server, config)
  const origins = createOrigins({ baseUrl: config.baseUrl, port })
  const running = await startServices(config, origins, logger).catch(async (error: unknown) => {
    await stopListening(server)
    throw error
  })
  stack.use(running)
  stack.defer(() => stopListening(server))
  const sockets = serveSockets(server, running, origins)
  stack.defer(sockets.close)
  server.off('request', starting)
  server.on('request', createApp(config, running, origins))

  const owned = stack.move()
  return { url: origins.primary, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

async function listen(server: Server, { host, port }: Config): Promise<number> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      const advice = `Stop what uses it, or choose another: PORT=${port + 1} npm start`
      throw new Error(`Port ${port} is in use. ${advice}`, { cause: error })
    }
    throw error
  }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.')
  return address.port
}

async function stopListening(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), 1_000)
  await closed
  clearTimeout(timer)
}
