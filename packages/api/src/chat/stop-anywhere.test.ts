import { newId } from '@parley/contract'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ask,
  createTestApi,
  messageRow,
  read,
  Reader,
  rowsOf,
  storedText,
  until,
  type TestApi,
} from '../testing/index.ts'
import { startProvider, type ProviderRequest } from './fixture.ts'

const database = await createTestDatabase()
afterAll(() => database.close())
const provider = await startProvider()
afterAll(() => provider[Symbol.asyncDispose]())
const owner = await createTestApi({ database, models: provider.models })
afterAll(() => owner[Symbol.asyncDispose]())
const replica = await createTestApi({ database, models: provider.models })
afterAll(() => replica[Symbol.asyncDispose]())

const closed = (request: ProviderRequest) => until(() => expect(request.closedAt).not.toBeNull())
const idle = () => until(() => expect(owner.engine.running).toBe(0))

/** A question to the owner, the provider's side of it, and who follows the answer on both replicas. */
async function start() {
  const asked = await ask(owner)
  const request = await provider.next(asked.content)
  const readers = [owner, replica].map((api) => {
    const reader = new Reader()
    return { reader, done: read(api, asked.userId, asked.answer, { reader }) }
  })
  const shown = (text: string) => until(() => expect(readers.map(({ reader }) => reader.text)).toEqual([text, text]))
  /** Every follower has come to this end, and saw no word on the way that is not in it. */
  const allSaw = async (status: string, content: string) => {
    for (const { reader, done } of readers) {
      await done
      for (const { text } of reader.events) expect(content.startsWith(text)).toBe(true)
      expect(reader.message).toMatchObject({ status, content })
    }
    expect(readers[0]?.reader.events.at(-2)?.text ?? content).toBe(content)
    expect(await messageRow(database, asked.answer.messageId)).toMatchObject({ status, content, error: null })
    expect((await rowsOf(database, asked.conversationId)).events).toEqual([])
  }
  return { ...asked, request, shown, allSaw }
}

/** Holds the owner's commits back until it is released. */
async function holdCommits(processId: string) {
  const [held, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const done = database.drizzle.transaction(async (tx) => {
    await tx.execute(`select 1 from processes where id = '${processId}' for update`)
    held.resolve()
    await release.promise
  })
  await held.promise
  return async () => {
    release.resolve()
    await done
  }
}

const commitWaits = async () => {
  const rows = await database.query(
    `select 1 from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and query like '%into generation_events%'`,
  )
  return rows.length > 0
}

describe.each<[string, TestApi]>([
  ['the replica that writes it', owner],
  ['another replica', replica],
])('an answer that is stopped from %s', (_, api) => {
  const stop = ({ userId, answer }: Awaited<ReturnType<typeof start>>) => api.callerFor(userId).chat.stop(answer)

  it('before its provider has answered stays empty, and the provider’s socket is closed', async () => {
    const running = await start()
    expect(await stop(running)).toMatchObject({ status: 'stopped', content: '', error: null })
    await closed(running.request)
    await running.allSaw('stopped', '')
  })

  it('before its first token stays empty, and the provider’s socket is closed', async () => {
    const running = await start()
    running.request.open()
    expect(await stop(running)).toMatchObject({ status: 'stopped', content: '' })
    await closed(running.request)
    await running.allSaw('stopped', '')
  })

  it('in mid-answer keeps exactly what its followers were shown, and the provider’s socket is closed', async () => {
    const running = await start()
    running.request.text('one, ')
    running.request.text('two')
    await running.shown('one, two')
    expect(await stop(running)).toMatchObject({ status: 'stopped', content: 'one, two' })
    await closed(running.request)
    running.request.text(', three')
    await running.allSaw('stopped', 'one, two')
  })

  it('while words stream keeps what is stored, of which every follower saw a beginning', async () => {
    const running = await start()
    const writing = setInterval(() => running.request.text('word '), 1)
    try {
      await until(async () => expect(await storedText(database, running.answer.messageId)).toContain('word word'))
      const stopped = await stop(running)
      expect(stopped.status).toBe('stopped')
      await closed(running.request)
      await running.allSaw('stopped', stopped.content)
    } finally {
      clearInterval(writing)
    }
  })

  it('while it waits to ask a provider again is not asked for again', async () => {
    const asked = provider.requests.length
    const running = await start()
    running.request.refuse(503, { 'retry-after': '20' })
    expect(await stop(running)).toMatchObject({ status: 'stopped', content: '' })
    await idle()
    await running.allSaw('stopped', '')
    expect(provider.requests.length).toBe(asked + 1)
  })

  it('while its words are being committed lets its provider go first and keeps those words', async () => {
    const running = await start()
    running.request.text('shown, ')
    await running.shown('shown, ')
    const release = await holdCommits(owner.engine.processId)
    running.request.text('in flight')
    await until(async () => expect(await commitWaits()).toBe(true))
    const stopping = stop(running)
    await closed(running.request)
    expect(await storedText(database, running.answer.messageId)).toBe('shown, ')
    await release()
    expect(await stopping).toMatchObject({ status: 'stopped', content: 'shown, in flight' })
    await running.allSaw('stopped', 'shown, in flight')
  })

  it('goes on in the same message when it is continued, after what was kept', async () => {
    const running = await start()
    running.request.text('one, two')
    await running.shown('one, two')
    await stop(running)
    const { userId, answer, content } = running
    const asked = provider.requests.length
    const continuing = [1, 2].map(() => api.callerFor(userId).chat.continue(answer))
    const results = await Promise.allSettled(continuing)
    const refusals = results.filter((result) => result.status === 'rejected')
    expect(refusals).toMatchObject([{ reason: { cause: { reason: 'GENERATION_RUNNING' } } }])

    const again = await provider.next(content)
    expect(again.messages).toEqual([
      { role: 'user', content },
      { role: 'assistant', content: 'one, two' },
      { role: 'user', content: expect.stringMatching(/Continue it from exactly where it stops/) },
    ])
    again.text(', three')
    again.finish()
    const { message, events } = await read(owner, userId, answer)
    expect(message).toMatchObject({ id: answer.messageId, status: 'complete', content: 'one, two, three' })
    for (const { text } of events) expect(text.startsWith('one, two')).toBe(true)
    expect(provider.requests.length).toBe(asked + 1)
    const { messages, generations } = await rowsOf(database, answer.conversationId)
    expect(messages).toHaveLength(2)
    expect(generations.map((row) => row.status)).toEqual(['stopped', 'complete'])
  })
})

it('stops once, from wherever it is asked how often', async () => {
  const running = await start()
  running.request.text('so far')
  await running.shown('so far')
  const calls = [owner, replica, owner, replica].map((api) => api.callerFor(running.userId).chat.stop(running.answer))
  const [first, ...others] = await Promise.all(calls)
  expect(first).toMatchObject({ status: 'stopped', content: 'so far' })
  for (const other of others) expect(other).toEqual(first)
  expect(await replica.callerFor(running.userId).chat.stop(running.answer)).toEqual(first)
  await running.allSaw('stopped', 'so far')
})

describe('a stop that is too late, unknown or foreign', () => {
  let running: Awaited<ReturnType<typeof start>>
  beforeAll(async () => {
    running = await start()
    running.request.text('still going')
    await running.shown('still going')
  })

  it('is NOT_FOUND for everybody but the owner, and the answer goes on', async () => {
    const { answer, userId, questionId } = running
    const stranger = replica.callerFor(await replica.newUser())
    const notFound = { code: 'NOT_FOUND' }
    await expect(stranger.chat.stop(answer)).rejects.toMatchObject(notFound)
    const own = replica.callerFor(userId)
    await expect(own.chat.stop({ ...answer, messageId: newId() })).rejects.toMatchObject(notFound)
    await expect(own.chat.stop({ ...answer, conversationId: newId() })).rejects.toMatchObject(notFound)
    expect(await own.chat.stop({ ...answer, messageId: questionId })).toMatchObject({
      role: 'user',
      status: 'complete',
    })
    running.request.text(' and going')
    await running.shown('still going and going')
    expect(running.request.closedAt).toBeNull()
  })

  it('leaves a complete answer as it is', async () => {
    running.request.finish()
    await running.allSaw('complete', 'still going and going')
    const before = await rowsOf(database, running.conversationId)
    for (const api of [owner, replica]) {
      const stopped = await api.callerFor(running.userId).chat.stop(running.answer)
      expect(stopped).toMatchObject({ status: 'complete', content: 'still going and going' })
    }
    expect(await rowsOf(database, running.conversationId)).toEqual(before)
  })
})
