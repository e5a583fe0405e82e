import { createRepository } from '@parley/db'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'

import { noSocket } from '../connection.ts'
import { Readers } from '../readers.ts'
import {
  ask,
  createScriptedModel,
  createTestApi,
  listenersOf,
  messageRow,
  read,
  Reader,
  storedText,
  terminate,
  until,
} from '../testing/index.ts'
import { Bus } from './bus.ts'
import { follow } from './follow.ts'

const database = await createTestDatabase()
afterAll(() => database.close())
afterEach(() => vi.useRealTimers())

/** How long a follower that nobody wakes would wait. */
const PATIENCE_MS = 5_000

describe('a generation that runs on another replica', () => {
  it('is seen whole, each word as soon as it is stored', async () => {
    const model = createScriptedModel()
    await using owner = await createTestApi({ database, models: model.models })
    await using replica = await createTestApi({ database, models: model.models })
    const { userId, answer } = await ask(owner)
    const reader = new Reader()
    const reading = read(replica, userId, answer, { reader })
    const call = await model.call()
    const words = Array.from({ length: 30 }, (_, index) => `word ${index}, `)
    const started = performance.now()
    for (const word of words) {
      call.text(word)
      await until(() => expect(reader.text.endsWith(word)).toBe(true))
    }
    call.finish()
    await reading
    expect(performance.now() - started).toBeLessThan(PATIENCE_MS)
    expect(reader.message).toMatchObject({ content: words.join(''), status: 'complete' })
    expect(reader.events.length).toBeGreaterThan(30)
  })

  it('is stopped from here: its call is given up there and its text is kept', async () => {
    const model = createScriptedModel()
    await using owner = await createTestApi({ database, models: model.models })
    await using replica = await createTestApi({ database, models: model.models })
    const { userId, answer } = await ask(owner)
    const call = await model.call()
    call.text('as far as this')
    await until(async () => expect(await storedText(database, answer.messageId)).toBe('as far as this'))
    const stopped = await replica.callerFor(userId).chat.stop(answer)
    expect(stopped).toMatchObject({ id: answer.messageId, status: 'stopped', content: 'as far as this', error: null })
    expect(call.aborted).toBe(true)
    expect(await messageRow(database, answer.messageId)).toMatchObject({ status: 'stopped', content: 'as far as this' })
    expect(owner.engine.running).toBe(0)
  })
})

describe('a notification that is lost', () => {
  it('while this replica was not listening is made good when it listens again', async () => {
    const model = createScriptedModel()
    await using owner = await createTestApi({ database, models: model.models })
    const before = await listenersOf(database)
    await using replica = await createTestApi({ database, models: model.models })
    const [pid] = (await listenersOf(database)).filter((one) => !before.includes(one))
    const { userId, answer } = await ask(owner)
    const reader = new Reader()
    const reading = read(replica, userId, answer, { reader })
    const call = await model.call()
    call.text('heard, ')
    await until(() => expect(reader.text).toBe('heard, '))

    const started = performance.now()
    await terminate(database, pid)
    call.text('missed')
    await until(async () => expect(await storedText(database, answer.messageId)).toBe('heard, missed'))
    await until(() => expect(reader.text).toBe('heard, missed'))
    expect(performance.now() - started).toBeLessThan(PATIENCE_MS)
    call.finish()
    await reading
  })

  it('for good is made good by the slow look at the log', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const { userId, answer } = await ask(api)
    const call = await model.call()
    call.text('nobody ')
    await until(async () => expect(await storedText(database, answer.messageId)).toBe('nobody '))

    const session = { userId, guest: true }
    const deaf = {
      readers: new Readers(),
      session,
      repo: createRepository(database, userId),
      engine: { bus: new Bus() },
      connection: noSocket(),
    }
    const stream = follow(deaf, answer)
    expect((await stream.next()).value).toMatchObject({ event: { type: 'start', message: { content: 'nobody ' } } })
    call.text('told me')
    await until(async () => expect(await storedText(database, answer.messageId)).toBe('nobody told me'))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const next = stream.next()
    await vi.advanceTimersByTimeAsync(PATIENCE_MS)
    vi.useRealTimers()
    expect((await next).value).toMatchObject({ event: { type: 'text-delta', text: 'told me' } })
    await stream.return(undefined)
    call.finish()
  })

  it('of a stop request is made good by the heartbeat', async () => {
    const model = createScriptedModel()
    const before = await listenersOf(database)
    await using owner = await createTestApi({ database, models: model.models })
    const [pid] = (await listenersOf(database)).filter((one) => !before.includes(one))
    await using replica = await createTestApi({ database, models: model.models })
    const { userId, answer } = await ask(owner)
    const call = await model.call()
    await terminate(database, pid)
    expect(await replica.callerFor(userId).chat.stop(answer)).toMatchObject({ status: 'stopped' })
    expect(call.aborted).toBe(true)
  })
})
