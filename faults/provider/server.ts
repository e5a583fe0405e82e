import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'

import { Calls } from './calls.ts'
import { answerText, answerWords } from './question.ts'
import { readRequest, type AnswerRequest } from './request.ts'

/** Moments of one call at which a server may be killed; `word` comes with its number, from 1. */
export type Moment = 'request' | 'headers' | 'word' | 'end'
export type OnMoment = (moment: Moment, word: number) => void

export interface Provider extends AsyncDisposable {
  readonly url: string
  readonly calls: Calls
  /** By question: told of every moment of its calls. */
  readonly watchers: Map<string, OnMoment>
  /** By question: awaited after each word, with all that was said. */
  readonly pacers: Map<string, (said: string) => Promise<void>>
}

/** A server that speaks OpenAI's chat completions and answers each question with the text that follows from it. */
export async function startProvider(): Promise<Provider> {
  const calls = new Calls()
  const busyFor = new Set<string>()
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The provider listens on no port.')
  const provider: Provider = {
    url: `http://127.0.0.1:${address.port}/v1`,
    calls,
    watchers: new Map(),
    pacers: new Map(),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return provider

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') return sendJson(response, 200, { data: [{ id: 'fault-model' }] })
    const asked = readRequest(await text(request))
    if (asked === null) {
      calls.titles += 1
      return sendJson(response, 200, completion('A title'))
    }
    const { id, mood } = asked.question
    provider.watchers.get(id)?.('request', 0)
    if (mood === 'busy' && !busyFor.has(id)) {
      busyFor.add(id)
      calls.refused += 1
      return sendJson(response, 429, { error: { message: 'Slow down.' } })
    }
    await stream(asked, response)
  }

  async function stream({ question, partial }: AnswerRequest, response: ServerResponse): Promise<void> {
    const { id, pace, mood } = question
    const isFirst = calls.of(id).length === 0
    const call = calls.open(id, partial)
    response.on('close', () => (call.closedAt = performance.now()))
    if (!answerText(question).startsWith(partial)) calls.strange.push(`${id}: ${partial}`)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.flushHeaders()
    provider.watchers.get(id)?.('headers', 0)
    const words = restOf(answerWords(question), partial)
    let said = partial
    for (const [index, word] of words.entries()) {
      if (response.destroyed) return
      if (mood === 'cut' && isFirst && index === Math.floor(words.length / 2)) return void response.destroy()
      response.write(chunk(word, null))
      provider.watchers.get(id)?.('word', index + 1)
      said += word
      await provider.pacers.get(id)?.(said)
      if (pace > 0) await delay(pace)
    }
    response.end(`${chunk('', 'stop')}data: [DONE]\n\n`)
    call.finished = true
    provider.watchers.get(id)?.('end', words.length)
  }
}

/** What is left to say after `said`, cut as the words are. */
function restOf(words: readonly string[], said: string): string[] {
  let place = said.length
  return words.flatMap((word) => {
    const rest = word.slice(Math.max(0, Math.min(place, word.length)))
    place -= word.length
    return rest === '' ? [] : [rest]
  })
}

const chunk = (content: string, finishReason: 'stop' | null) =>
  `data: ${JSON.stringify({
    id: 'call',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'fault-model',
    choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: finishReason }],
  })}\n\n`

const completion = (content: string) => ({
  id: 'call',
  object: 'chat.completion',
  created: 0,
  model: 'fault-model',
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
})

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
