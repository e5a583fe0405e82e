import { newId } from '@parley/contract'
import { connect, createRepository } from '@parley/db'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, describe, expect, it } from 'vitest'

import { noSocket } from '../connection.ts'
import { Readers } from '../readers.ts'
import {
  ask,
  createScriptedModel,
  createTestApi,
  endedAnswer,
  exchange,
  read,
  Reader,
  readerAt,
  storedText,
  until,
  type ScriptedCall,
} from '../testing/index.ts'
import { follow } from './follow.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

const words = (count: number) => Array.from({ length: count }, (_, index) => `word ${index} 😀 `)

/** Says the words one by one, each as soon as the reader has the one before: an event a word. */
async function sayEach(call: ScriptedCall, reader: Reader, said: readonly string[]): Promise<void> {
  for (const word of said) {
    call.text(word)
    await until(() => expect(reader.text.endsWith(word)).toBe(true))
  }
}

describe('what a follower is shown', () => {
  it('is on disk already, at every event', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const { userId, answer } = await ask(api)
    const checks: Promise<void>[] = []
    const reader = new Reader()
    const check = async (shown: string) => {
      const stored = await storedText(database, answer.messageId)
      expect(stored.startsWith(shown)).toBe(true)
    }
    const reading = read(api, userId, answer, {
      reader,
      enough: ({ text }) => {
        checks.push(check(text))
        return false
      },
    })
    const call = await model.call()
    await sayEach(call, reader, words(50))
    call.finish()
    await reading
    await Promise.all(checks)
    expect(checks.length).toBeGreaterThan(50)
  })

  it('waits for its commit when the database does', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const { userId, answer } = await ask(api)
    const reader = new Reader()
    const reading = read(api, userId, answer, { reader })
    const call = await model.call()
    await sayEach(call, reader, ['shown '])
    await using elsewhere = connect(database.settings)
    const blocked = `select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into generation_events%'`
    await database.sql.begin(async (tx) => {
      await tx`lock table generation_events in exclusive mode`
      call.text('held back')
      await until(async () => expect(await elsewhere.query(blocked)).toHaveLength(1))
      expect(reader.text).toBe('shown ')
    })
    await until(() => expect(reader.text).toBe('shown held back'))
    call.finish()
    await reading
  })
})

describe('a follower that comes back', () => {
  const said = words(200)

  it('has the whole text once, wherever in the answer it was cut off', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const { userId, answer } = await ask(api)
    const first = new Reader()
    const reading = read(api, userId, answer, { reader: first })
    // This one leaves after every event and comes back to the position it has.
    const restless = new Reader()
    const restlessReading = (async () => {
      while (restless.message === null) await read(api, userId, answer, { reader: restless, enough: () => true })
    })()
    const call = await model.call()
    await sayEach(call, first, said)

    const whole = said.join('')
    expect(first.text).toBe(whole)
    // The reader may come in time for the first word, or find it in its start.
    expect(first.events.length).toBeGreaterThanOrEqual(said.length)
    const cuts = first.events.map((event) => readerAt(event))
    const enough = (reader: Reader) => reader.text.length >= whole.length
    for (const reader of cuts) {
      if (!enough(reader)) await read(api, userId, answer, { reader, enough })
      expect(reader.text).toBe(whole)
      expect(reader.events.some(({ event }) => event.type === 'start')).toBe(false)
    }
    await until(() => expect(restless.text).toBe(whole))
    call.finish()
    await Promise.all([reading, restlessReading])
    expect(restless.text).toBe(whole)
    expect(first.message).toMatchObject({ content: whole, status: 'complete' })
  })

  it('gets the finished message after the end, from every position and from none', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const { userId, answer } = await ask(api)
    const first = new Reader()
    const reading = read(api, userId, answer, { reader: first })
    const call = await model.call()
    await sayEach(call, first, said.slice(0, 20))
    call.finish()
    await reading

    const positions = first.events.slice(0, -1).map((event) => readerAt(event))
    for (const reader of [new Reader(), ...positions]) {
      await read(api, userId, answer, { reader })
      expect(reader.events.map(({ event }) => event.type)).toEqual(['finish'])
      expect(reader.message).toEqual(first.message)
    }
    const over = readerAt({ position: first.position ?? '', text: first.text })
    await read(api, userId, answer, { reader: over })
    expect(over.events).toEqual([])
  })

  it('from scratch in the middle sees what is there, then the rest', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const { userId, answer } = await ask(api)
    const [first, second] = [new Reader(), new Reader()]
    const reading = [read(api, userId, answer, { reader: first })]
    const call = await model.call()
    await sayEach(call, first, ['one ', 'two '])
    reading.push(read(api, userId, answer, { reader: second }))
    await until(() => expect(second.events.at(0)?.text).toBe('one two '))
    await sayEach(call, second, ['three'])
    call.finish()
    await Promise.all(reading)
    expect(second.events.map(({ event }) => event.type)).toEqual(['start', 'text-delta', 'finish'])
    expect(second.message).toEqual(first.message)
  })

  it('misses nothing that is committed while it looks at the log', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const { userId, answer } = await ask(api)
    const call = await model.call()
    const repo = createRepository(api.db, userId)
    let looks = 0
    const state: typeof repo.generations.state = async (input) => {
      const seen = await repo.generations.state(input)
      call.text(`${++looks} `)
      const said = Array.from({ length: looks }, (_, index) => `${index + 1} `).join('')
      await until(async () => expect(await storedText(database, answer.messageId)).toBe(said))
      return seen
    }
    const reader = new Reader()
    const slow = {
      readers: new Readers(),
      session: { userId, guest: true },
      repo: { ...repo, generations: { ...repo.generations, state } },
      engine: api.engine,
      connection: noSocket(),
    }
    const started = performance.now()
    for await (const { position, event } of follow(slow, answer)) {
      reader.receive(position, event)
      if (reader.text === '1 2 ') break
    }
    expect(performance.now() - started).toBeLessThan(4_000)
    expect(looks).toBe(2)
    call.finish()
  })

  it('with an old end position sees an answer that was continued since', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const { userId, caller, answer } = await ask(api)
    const call = await model.call()
    call.text('begun')
    await until(async () => expect(await storedText(database, answer.messageId)).toBe('begun'))
    await caller.chat.stop(answer)
    const stopped = await read(api, userId, answer)
    await caller.chat.continue(answer)

    const reader = readerAt({ position: stopped.position ?? '', text: stopped.text })
    const reading = read(api, userId, answer, { reader })
    const next = await model.call()
    next.text(' and ended')
    next.finish()
    await reading
    expect(reader.message).toMatchObject({ content: 'begun and ended', status: 'complete' })
  })
})

describe('a position that is not ours', () => {
  it('starts over and harms nobody', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const stranger = await ask(api)
    const strangersCall = await model.call(stranger.content)
    const { userId, answer, content } = await ask(api)
    const call = await model.call(content)
    const reader = new Reader()
    const reading = read(api, userId, answer, { reader })
    await sayEach(call, reader, ['here ', 'it is'])
    const strange = new Reader()
    const strangeReading = read(api, stranger.userId, stranger.answer, { reader: strange })
    await sayEach(strangersCall, strange, ['secret', ' words', ' of', ' others'])

    const own = reader.position?.split('.')[0] ?? ''
    const forged = [
      `${own}.-1`,
      `${own}.3`,
      `${own}.999999999`,
      `${own}.99999999999999999999`,
      `${own}.1.1`,
      `${own}.NaN`,
      `${newId()}.1`,
      strange.position ?? '',
      strange.events[1]?.position ?? '',
      `${answer.messageId}.1`,
      `${answer.messageId}.end`,
      `${answer.messageId}.end-0`,
      'garbage',
      '\0\uD800',
      '__proto__',
      "'; drop table messages; --",
    ]
    for (const position of forged) {
      const fresh = readerAt({ position, text: 'nonsense' })
      await read(api, userId, answer, { reader: fresh, enough: ({ text }) => text === 'here it is' })
      expect(fresh.events.map(({ event, text }) => [event.type, text])).toEqual([['start', 'here it is']])
    }
    call.finish()
    strangersCall.finish()
    await Promise.all([reading, strangeReading])
    for (const position of forged) {
      const late = await read(api, userId, answer, { reader: readerAt({ position, text: 'nonsense' }) })
      expect(late.message).toEqual(reader.message)
    }
  })

  it('does not lead to the message of another user, nor from one message to another', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    const { userId, answer } = await exchange(api, model, { reply: 'mine' })
    const { position } = await read(api, userId, answer)
    const other = await exchange(api, model, { reply: 'theirs' })
    const reader = await read(api, other.userId, other.answer, {
      reader: readerAt({ position: position ?? '', text: '' }),
    })
    expect(reader.text).toBe('theirs')
    const trespasser = readerAt({ position: position ?? '', text: '' })
    await expect(read(api, other.userId, answer, { reader: trespasser })).rejects.toMatchObject({ reason: 'NOT_FOUND' })
    expect(trespasser.events).toEqual([])
    expect(await endedAnswer(database, answer.messageId)).toMatchObject({ content: 'mine' })
  })
})

it('refuses more answers at a time than one socket may follow, and takes one again when another has ended', async () => {
  const model = createScriptedModel()
  await using api = await createTestApi({ database, models: model.models })
  const { userId, answer } = await ask(api)
  const repo = createRepository(api.db, userId)
  const reader = {
    readers: new Readers(),
    session: { userId, guest: true },
    repo,
    engine: api.engine,
    connection: noSocket(),
  }
  const readers = Array.from({ length: 256 }, () => follow(reader, answer))
  await Promise.all(readers.map((each) => each.next()))
  await expect(follow(reader, answer).next()).rejects.toMatchObject({ reason: 'TOO_MANY_REQUESTS' })
  await readers[0]?.return(undefined)
  await expect(follow(reader, answer).next()).resolves.toMatchObject({ done: false })
  expect(reader.connection.follows).toBe(256)
})
