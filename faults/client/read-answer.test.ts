import { once } from 'node:events'

import { afterEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'

import { History } from '../history/history.ts'
import { Tally } from '../report/tally.ts'
import { randomFrom } from '../seed/random.ts'
import { readAnswer, type ReaderOptions } from './read-answer.ts'

let server: WebSocketServer | undefined
afterEach(() => {
  for (const client of server?.clients ?? []) client.terminate()
  server?.close()
})

type Event = { type: 'start' | 'finish'; message: object } | { type: 'text-delta'; text: string }

const event = (id: string, data: Event) =>
  JSON.stringify({ id: 1, result: { type: 'data', id, data: { json: { id, data } } } })
const message = (content: string, status = 'streaming') => ({ id: 'answer', status, content })
const start = (id: string, content: string) => event(id, { type: 'start', message: message(content) })
const delta = (id: string, text: string) => event(id, { type: 'text-delta', text })
const finish = (content: string) => event('end', { type: 'finish', message: message(content, 'complete') })
const refusal = (reason: string) => JSON.stringify({ id: 1, error: { json: { message: 'No.', data: { reason } } } })

/** Reads from a server that says these frames, a list for each connection, and then ends it. */
async function read(connections: string[][], manner: NonNullable<ReaderOptions['manner']> = 'plain') {
  const asked: string[] = []
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (socket) => {
    const frames = connections.shift() ?? []
    socket.on('message', (bytes: Buffer) => {
      const text = bytes.toString()
      if (!text.includes('chat.follow')) return
      asked.push(/"lastEventId":("[^"]*"|null)/.exec(text)?.[1] ?? '')
      for (const frame of frames) socket.send(frame)
      socket.close()
    })
  })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('It listens on no port.')
  const history = new History()
  const answer = await readAnswer({
    urls: [`http://127.0.0.1:${address.port}`],
    token: 'token',
    conversationId: 'conversation',
    messageId: 'answer',
    random: randomFrom('test'),
    history,
    tally: new Tally(),
    manner,
    signal: AbortSignal.timeout(10_000),
  })
  return { answer, asked, notes: history.notes, shown: history.readings[0]?.shown }
}

test('it resumes from the last event it has, and what it was shown is one text', async () => {
  const { answer, asked, shown } = await read([
    [start('g.1', 'a'), delta('g.2', 'b')],
    [delta('g.3', 'c'), finish('abc')],
  ])
  expect(asked).toEqual(['null', '"g.2"'])
  expect(answer).toMatchObject({ status: 'complete', content: 'abc' })
  expect(shown).toEqual(['abc'])
})

test('it keeps a word that came twice, and a text that was taken back', async () => {
  expect((await read([[start('g.1', 'a'), delta('g.2', 'b'), delta('g.3', 'b'), finish('ab')]])).shown).toEqual([
    'abb',
    'ab',
  ])
  expect((await read([[start('g.1', 'long text')], [start('g.1', 'long'), finish('long')]])).shown).toEqual([
    'long text',
    'long',
  ])
})

test('one that ends its connection after each event sees every event', async () => {
  const frames = [start('g.1', 'a'), delta('g.2', 'b'), finish('ab')]
  const { answer, asked } = await read([frames.slice(0, 1), frames.slice(1, 2), frames.slice(2)], 'cutting')
  expect(asked).toEqual(['null', '"g.1"', '"g.2"'])
  expect(answer?.content).toBe('ab')
})

test('a refusal that does not pass is noted and ends it; one that passes is tried again', async () => {
  const refused = await read([[refusal('NOT_FOUND')]])
  expect(refused.answer).toBe(null)
  expect(refused.notes).toEqual([{ rule: 'a reader was refused', detail: 'answer: NOT_FOUND' }])
  const later = await read([[refusal('UNAVAILABLE')], [finish('ab')]])
  expect(later.answer?.content).toBe('ab')
  expect(later.notes).toEqual([])
})
