import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

import { LLMock } from '@copilotkit/aimock'

/** A model server that speaks the protocols of OpenAI and Anthropic. */
export async function startMock() {
  const mock = await LLMock.create({ port: 0, chunkSize: 4 })
  return Object.assign(mock, { [Symbol.asyncDispose]: () => mock.stop() })
}

/** A server that answers with `listener`, and how often it was asked. */
export async function startServer(listener: (request: IncomingMessage, response: ServerResponse) => unknown) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    listener(request, response)
  })
  const listening = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', listening.resolve)
  await listening.promise
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  const stop = async () => {
    server.closeAllConnections()
    const closed = Promise.withResolvers<void>()
    server.close(() => closed.resolve())
    await closed.promise
  }
  return { url: `http://127.0.0.1:${address.port}`, asked, stop, [Symbol.asyncDispose]: stop }
}
