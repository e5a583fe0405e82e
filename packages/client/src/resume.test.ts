import { newId, ParleyError } from '@parley/contract'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'

import { resume } from './resume.ts'
import { createGuest, readAnswer } from './testing/guest.ts'
import { startServerProcess } from './testing/server-process.ts'

const server = await startServerProcess()
const { proxy } = server
afterAll(() => server[Symbol.asyncDispose]())

test('a connection that is cut again and again in mid-answer loses nothing and doubles nothing', async () => {
  using parley = await createGuest(proxy.url)
  const before = proxy.connections
  const conversationId = newId()
  let lines = 0
  const { text, message } = await readAnswer(parley.send({ conversationId, content: 'count to 100' }), (sofar) => {
    const now = sofar.split('\n').length
    if (Math.floor(now / 12) > Math.floor(lines / 12)) proxy.cut()
    lines = now
  })
  expect(proxy.connections - before).toBeGreaterThan(5)
  expect(text).toBe(Array.from({ length: 100 }, (_, index) => index + 1).join('\n'))
  expect(message).toMatchObject({ status: 'complete', content: text })
  expect(await parley.trpc.messages.count.query({ conversationId })).toBe(2)
})

test('a message whose acknowledgement is lost is sent again and stored once', async () => {
  using parley = await createGuest(proxy.url)
  const conversationId = newId()
  proxy.losesAnswers = true
  const answer = readAnswer(parley.send({ conversationId, content: 'count to 3' }))
  await vi.waitFor(() => expect(proxy.lost).toBeGreaterThan(2), 10_000)
  proxy.losesAnswers = false
  expect((await answer).text).toBe('1\n2\n3')
  expect(await parley.trpc.messages.count.query({ conversationId })).toBe(2)
})

test('when the server is killed in mid-answer, what was shown is the start of what is stored, marked interrupted', async () => {
  using parley = await createGuest(proxy.url)
  const conversationId = newId()
  let shown = ''
  const restarts: Promise<void>[] = []
  const { text, message } = await readAnswer(parley.send({ conversationId, content: 'count to 500' }), (sofar) => {
    if (restarts.length > 0 || sofar.split('\n').length < 20) return
    shown = sofar
    restarts.push(server.kill().then(server.start))
  })
  await Promise.all(restarts)
  expect(message.status).toBe('interrupted')
  expect(message.content).toBe(text)
  expect(text.startsWith(shown)).toBe(true)
  const { items } = await parley.trpc.messages.list.query({ conversationId })
  expect(items.at(-1)).toMatchObject({ id: message.id, status: 'interrupted', content: text })
})

test('waits longer after each try in vain, from the start again once an event came', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  vi.spyOn(Math, 'random').mockReturnValue(1)
  onTestFinished(() => void vi.useRealTimers().restoreAllMocks())
  const leaving = new AbortController()
  const tries: { at: number; lastEventId: string | null }[] = []
  const start = Date.now()
  const events = resume(
    async function* broken({ lastEventId }) {
      tries.push({ at: Date.now() - start, lastEventId })
      if (tries.length === 4) yield { id: '7', data: null }
      if (tries.length % 2 === 0) throw new ParleyError('UNAVAILABLE', 'Not now.')
    },
    { lastEventId: null, signal: leaving.signal },
  )
  const first = events.next()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await first).toEqual({ done: false, value: { id: '7', data: null } })
  const end = events.next()
  await vi.advanceTimersByTimeAsync(400)
  leaving.abort()
  await vi.advanceTimersByTimeAsync(0)
  expect((await end).done).toBe(true)
  const before = { lastEventId: null }
  expect(tries.slice(0, 4)).toEqual([0, 125, 375, 875].map((at) => ({ ...before, at })))
  expect(tries.slice(4)).toEqual([10_125, 10_375].map((at) => ({ lastEventId: '7', at })))
})
