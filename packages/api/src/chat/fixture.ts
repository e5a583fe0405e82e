import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'

import { createModels, type Models } from '@parley/llm'
import { z } from 'zod'

import { until } from '../testing/index.ts'

const bodySchema = z.object({
  stream: z.boolean().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
})

/** One streamed request to the provider: the test says what is answered, and when. */
export class ProviderRequest {
  readonly messages: z.infer<typeof bodySchema>['messages']
  /** When its socket was closed, as `performance.now()` tells it. */
  closedAt: number | null = null
  readonly #response: ServerResponse

  constructor(body: z.infer<typeof bodySchema>, request: IncomingMessage, response: ServerResponse) {
    this.messages = body.messages
    this.#response = response
    request.socket.once('close', () => {
      this.closedAt = performance.now()
    })
  }

  /** Takes the request, and says nothing yet. */
  open(): void {
    this.#response.writeHead(200, { 'content-type': 'text/event-stream' })
    this.#send({ delta: { role: 'assistant' } })
  }

  text(content: string): void {
    if (!this.#response.headersSent) this.open()
    this.#send({ delta: { content } })
  }

  finish(): void {
    this.#send({ delta: {}, finish_reason: 'stop' })
    this.#response.end('data: [DONE]\n\n')
  }

  refuse(status: number, headers: Record<string, string> = {}): void {
    this.#response.writeHead(status, headers).end(JSON.stringify({ error: { message: 'no' } }))
  }

  #send(choice: object): void {
    this.#response.write(`data: ${JSON.stringify({ id: '1', choices: [{ index: 0, ...choice }] })}\n\n`)
  }
}

/** For tests: a provider behind a real socket that speaks OpenAI's protocol, and the registry that has it as default. */
export async function startProvider() {
  const requests: ProviderRequest[] = []
  const taken = new Set<ProviderRequest>()
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'GET') return response.end(JSON.stringify({ data: [{ id: 'local' }] }))
    const body = bodySchema.parse(await json(request))
    // A title is asked for in one piece.
    if (body.stream !== true) return response.writeHead(400).end()
    return requests.push(new ProviderRequest(body, request, response))
  }
  const server = createServer((request, response) => void take(request, response))
  const listening = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', listening.resolve)
  await listening.promise
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The provider has no port.')
  const models: Models = createModels({ openai: { baseUrl: `http://127.0.0.1:${address.port}/v1` } })
  return {
    models,
    /** Streamed requests, in the order in which they came. */
    requests,
    /** The oldest streamed request about a question that was not given out before, as soon as it has come. */
    next: (question: string): Promise<ProviderRequest> =>
      until(() => {
        const request = requests.find((one) => !taken.has(one) && one.messages.some((it) => it.content === question))
        if (request === undefined) throw new Error(`The provider was asked ${requests.length} times, never for this.`)
        taken.add(request)
        return request
      }),
    [Symbol.asyncDispose]: async () => {
      const closed = Promise.withResolvers<void>()
      server.close(() => closed.resolve())
      server.closeAllConnections()
      await closed.promise
    },
  }
}
