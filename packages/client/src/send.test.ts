import { newId } from '@parley/contract'
import { startTestServer } from '@parley/server/testing'
import { afterAll, expect, test, vi } from 'vitest'

import { createParley, type AnswerEvent } from './index.ts'
import { createGuest, readAnswer } from './testing/guest.ts'

const server = await startTestServer({ wordsPerSecond: 100 })
const parley = await createGuest(server.url)
afterAll(async () => {
  parley.close()
  await server[Symbol.asyncDispose]()
})

test('the deltas add up to the stored message, and what is told of it is typed', async () => {
  const events: AnswerEvent[] = []
  for await (const event of parley.send({ content: 'count to 20' })) events.push(event)

  const [sent, ...rest] = events
  const finish = rest.pop()
  if (sent?.type !== 'sent' || finish?.type !== 'finish') throw new Error('It starts with sent and ends with finish.')
  expect(sent.userMessage).toMatchObject({ role: 'user', content: 'count to 20', seq: 1 })
  expect(sent.assistantMessage).toMatchObject({ role: 'assistant', status: 'streaming', content: '' })
  expect(rest.length).toBeGreaterThan(5)
  const text = rest.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')

  const { items } = await parley.trpc.messages.list.query({ conversationId: sent.userMessage.conversationId })
  expect(items[1]).toMatchObject({ id: sent.assistantMessage.id, status: 'complete', content: text })
  expect(finish.message).toMatchObject({ id: sent.assistantMessage.id, status: 'complete', content: text })
  expect(items[0]?.createdAt).toBeInstanceOf(Date)
  expect(finish.message.updatedAt).toBeInstanceOf(Date)
})

test('what a model thinks comes apart from what it says', async () => {
  const { text, reasoning, message } = await readAnswer(parley.send({ content: 'think, then count to 3' }))
  expect(message.content).toBe(text)
  expect(message.parts).toEqual([
    { type: 'reasoning', text: reasoning },
    { type: 'text', text },
  ])
})

test('sending the same message again, at once and late, makes one message and one answer', async () => {
  const message = { conversationId: newId(), messageId: newId(), content: 'count to 10' }
  const [first, second] = await Promise.all([readAnswer(parley.send(message)), readAnswer(parley.send(message))])
  const late = await readAnswer(parley.send(message))
  expect(second).toEqual(first)
  expect(late).toEqual(first)
  expect(await parley.trpc.messages.count.query(message)).toBe(2)
})

test('aborting the signal ends the loop and leaves the answer running', async () => {
  const leaving = new AbortController()
  const message = { conversationId: newId(), messageId: newId(), content: 'count to 60' }
  const seen: AnswerEvent[] = []
  for await (const event of parley.send({ ...message, signal: leaving.signal })) {
    seen.push(event)
    if (event.type === 'text-delta') leaving.abort()
  }
  expect(seen.at(-1)?.type).toBe('text-delta')
  const { text, message: answer } = await readAnswer(parley.send(message))
  expect(answer.status).toBe('complete')
  expect(text.split('\n')).toHaveLength(60)
})

test('leaving the loop tells the server to send no more', async () => {
  const said = vi.spyOn(WebSocket.prototype, 'send')
  for await (const event of parley.send({ content: 'count to 60' })) if (event.type === 'text-delta') break
  expect(said.mock.calls).toContainEqual([expect.stringContaining('subscription.stop')])
})

test('closing the client ends its loops, also one that cannot reach the server', async () => {
  const other = await createGuest(server.url)
  for await (const event of other.send({ content: 'count to 60' })) if (event.type === 'text-delta') other.close()

  const nowhere = createParley({ url: 'http://127.0.0.1:1' })
  const next = nowhere.send({ content: 'Hello' }).next()
  nowhere.close()
  expect(await next).toEqual({ done: true, value: undefined })
})

test('a message that is refused throws before anything is followed', async () => {
  await expect(parley.send({ content: ' \n ' }).next()).rejects.toThrow('Must not be empty')
})
