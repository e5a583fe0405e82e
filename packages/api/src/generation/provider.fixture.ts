import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

import { createModels } from '@parley/llm'

import { until } from '../testing/index.ts'

/** For tests: how a provider behaves when it is asked. */
export type Reply = (response: ServerResponse) => unknown

/** For tests: a key that must be seen by nobody but the provider. */
export const KEY = 'sk-canary-0123456789abcdef'

/**
 * For tests: a provider that speaks OpenAI's chat completions down to the byte. Each request for an answer gets the next
 * reply, the last one for good; it gives no titles.
 */
export async function startProvider(...replies: Reply[]) {
  const open = new Set<ServerResponse>()
  const times: number[] = []
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.end('{"data":[]}')
      return
    }
    open.add(response)
    response.on('close', () => open.delete(response))
    void text(request).then((body) => {
      // Titles are asked for in one piece.
      if (!body.includes('"stream":true')) return response.writeHead(404).end()
      return replies[Math.min(times.push(performance.now()), replies.length) - 1]?.(response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The provider has no port.')
  const baseUrl = `http://127.0.0.1:${address.port}`
  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return {
    models: createModels({ openai: { baseUrl, apiKey: KEY }, defaultModel: 'openai:local' }),
    /** When it was asked for an answer, in milliseconds. */
    times,
    /** Resolves when it has no answer open any more. */
    left: () =>
      until(() => {
        if (open.size > 0) throw new Error(`${open.size} answers are still open.`)
      }),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

const event = (data: unknown) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`

const chunk = (delta: object, finish_reason: string | null = null) =>
  event({
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'local',
    choices: [{ index: 0, delta, finish_reason }],
  })

/** For tests: the wire form of what a provider says. */
export const say = {
  text: (content: string) => chunk({ content }),
  finish: (reason: string) => chunk({}, reason),
  toolCall: () =>
    chunk({ tool_calls: [{ index: 0, id: 't', type: 'function', function: { name: 'look', arguments: '{}' } }] }),
  error: (error: object) => event({ error }),
  done: event('[DONE]'),
  event,
}

/** For tests: a reply that streams this and stays open. */
export const streams =
  (...pieces: string[]): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.flushHeaders()
    for (const piece of pieces) response.write(piece)
  }

/** For tests: a reply that streams this and ends. */
export const ends =
  (...pieces: string[]): Reply =>
  (response) => {
    streams(...pieces)(response)
    response.end()
  }

/** For tests: a whole answer. */
export const answers = (text: string): Reply => ends(say.text(text), say.finish('stop'), say.done)

/** For tests: a reply that breaks the connection once this is sent. */
export const breaks =
  (...pieces: string[]): Reply =>
  (response) => {
    if (pieces.length === 0) response.socket?.resetAndDestroy()
    else {
      streams(...pieces.slice(0, -1))(response)
      response.write(pieces.at(-1) ?? '', () => response.socket?.destroy())
    }
  }

/** For tests: a refusal, in OpenAI's form. */
export const refuses =
  (status: number, error: object = {}, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ error: { message: 'No.', type: null, code: null, ...error } }))
  }
