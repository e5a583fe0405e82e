import { getEventListeners } from 'node:events'

import { ParleyError } from '@parley/contract'
import { createRepository } from '@parley/db'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, describe, expect, it, vi } from 'vitest'

import { noSocket } from '../connection.ts'
import { createTestApi, Tab, until } from '../testing/index.ts'
import { listening } from './feed.fixture.ts'

const database = await createTestDatabase()
const api = await createTestApi({ database })
afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await database.close()
})

const MAKE =
  'insert into conversations (user_id, id, title) select $1, gen_random_uuid(), n from generate_series(1, $2) n'

describe('a feed', () => {
  it('begins with a reload, then gives what changes as it is, each reading as one event', async () => {
    const userId = await api.newUser()
    const { tasks, conversations } = api.callerFor(userId)
    await tasks.create({ title: 'There before' })
    await using feeding = listening(api, userId)
    await until(() => expect(feeding.given.map(({ event }) => event)).toEqual([{ type: 'reload' }]))
    const conversation = await conversations.create({ title: 'Made' })
    await until(() => expect(feeding.given).toHaveLength(2))
    const { systemPrompt: _, ...summary } = conversation
    expect(feeding.given[1]?.event).toEqual({
      type: 'changes',
      changes: [{ type: 'conversation', conversation: summary }],
    })
    const task = await tasks.create({ title: 'Buy milk' })
    await until(() => expect(feeding.given).toHaveLength(3))
    expect(feeding.given[2]?.event).toEqual({ type: 'changes', changes: [{ type: 'task', task }] })
    expect(new Set(feeding.given.map(({ position }) => position)).size).toBe(3)
  })

  it('goes on after any position that it gave, and gives only what came later', async () => {
    const userId = await api.newUser()
    const { tasks } = api.callerFor(userId)
    const titles = ['One', 'Two', 'Three', 'Four']
    const positions: string[] = []
    {
      await using first = listening(api, userId)
      await until(() => expect(first.given).toHaveLength(1))
      for (const [index, title] of titles.entries()) {
        await tasks.create({ title })
        await until(() => expect(first.given).toHaveLength(index + 2))
      }
      positions.push(...first.given.map(({ position }) => position))
    }
    for (const [index, lastEventId] of positions.entries()) {
      await using again = listening(api, userId, { lastEventId })
      const missed = titles.slice(index)
      if (missed.length === 0) continue
      await until(() => expect(again.given).toHaveLength(1))
      const { event } = again.given[0] ?? {}
      const changes = event?.type === 'changes' ? event.changes : []
      const told = changes.map((change) => (change.type === 'task' ? change.task.title : ''))
      expect(told.toSorted()).toEqual(missed.toSorted())
    }
    await using upToDate = listening(api, userId, { lastEventId: positions.at(-1) ?? null })
    await tasks.create({ title: 'Five' })
    await until(() => expect(upToDate.given).toMatchObject([{ event: { changes: [{ task: { title: 'Five' } }] } }]))
  })

  it('says reload once when more has changed than it would tell, and is live after it', async () => {
    const userId = await api.newUser()
    const tab = new Tab(userId)
    {
      await using _open = tab.open(api)
      await tab.shows(api)
    }
    await database.query(MAKE, [userId, 201])
    await using _open = tab.open(api)
    await until(() => expect(tab.events.map(({ type }) => type)).toEqual(['reload', 'reload']))
    await api.callerFor(userId).tasks.create({ title: 'Live' })
    await tab.shows(api)
    expect(tab.events.at(-1)?.type).toBe('changes')
  })

  it('takes what changes at the same time together, and looks at most every 50 ms', async () => {
    const userId = await api.newUser()
    const { tasks } = api.callerFor(userId)
    const repo = createRepository(api.db, userId)
    const looks: number[] = []
    const read: typeof repo.changes.read = (input) => {
      looks.push(performance.now())
      return repo.changes.read(input)
    }
    await using feeding = listening(api, userId, { repo: { ...repo, changes: { read } } })
    await until(() => expect(feeding.given).toHaveLength(1))
    let made = 0
    while (looks.length < 6) await tasks.create({ title: `Task ${++made}` })
    for (const [index, time] of looks.entries()) expect(time - (looks[index - 1] ?? 0)).toBeGreaterThan(48)
    const told = () => feeding.given.flatMap(({ event }) => (event.type === 'changes' ? event.changes : []))
    await until(() => expect(told()).toHaveLength(made))
    expect(made).toBeGreaterThan(looks.length)
  })

  it('misses nothing that is committed while it looks, from its first look on', async () => {
    const userId = await api.newUser()
    const { tasks } = api.callerFor(userId)
    const repo = createRepository(api.db, userId)
    let looks = 0
    const read: typeof repo.changes.read = async (input) => {
      const seen = await repo.changes.read(input)
      if (++looks < 4) await tasks.create({ title: `Look ${looks}` })
      return seen
    }
    await using feeding = listening(api, userId, { repo: { ...repo, changes: { read } } })
    await until(() => expect(feeding.given).toHaveLength(4))
    const events = feeding.given.slice(1).map(({ event }) => event)
    expect(events).toMatchObject([1, 2, 3].map((look) => ({ changes: [{ task: { title: `Look ${look}` } }] })))
  })

  it('that nobody wakes looks by itself', async () => {
    const userId = await api.newUser()
    await using feeding = listening(api, userId, { patience: 100 })
    await until(() => expect(feeding.given).toHaveLength(1))
    await createRepository(database, userId).tasks.create({ title: 'In silence' })
    await until(() => expect(feeding.given).toMatchObject([{}, { event: { changes: [{ type: 'task' }] } }]))
  })

  it('waits for a database that is away, and misses nothing of that time', async () => {
    const userId = await api.newUser()
    const repo = createRepository(api.db, userId)
    let isAway = false
    const read = vi.fn<typeof repo.changes.read>((input) =>
      isAway ? Promise.reject(new ParleyError('UNAVAILABLE', 'away')) : repo.changes.read(input),
    )
    const { given, reading, ...feeding } = listening(api, userId, { repo: { ...repo, changes: { read } } })
    await until(() => expect(given).toHaveLength(1))
    isAway = true
    const { tasks } = api.callerFor(userId)
    await tasks.create({ title: 'Missed?' })
    await until(() => expect(read.mock.calls.length).toBeGreaterThan(3))
    expect(given).toHaveLength(1)
    isAway = false
    await until(() => expect(given).toMatchObject([{}, { event: { changes: [{ task: { title: 'Missed?' } }] } }]))
    isAway = true
    await tasks.create({ title: 'Never seen' })
    const tries = read.mock.calls.length
    await until(() => expect(read.mock.calls.length).toBeGreaterThan(tries))
    await feeding[Symbol.asyncDispose]()
    await reading
    expect(given).toHaveLength(2)
  })
})

describe('one socket', () => {
  it('has at most 8 feeds', async () => {
    const userId = await api.newUser()
    const connection = noSocket()
    {
      await using stack = new AsyncDisposableStack()
      for (let count = 0; count < 8; count++) stack.use(listening(api, userId, { connection }))
      expect(connection.feeds).toBe(8)
      await expect(listening(api, userId, { connection }).reading).rejects.toMatchObject({
        reason: 'TOO_MANY_REQUESTS',
      })
    }
    expect(connection.feeds).toBe(0)
  })

  it('that does not take what it is sent is cut off with a time to come back', async () => {
    const userId = await api.newUser()
    let backlog = 0
    const connection = { ...noSocket(), backlog: () => backlog }
    const slow = listening(api, userId, { connection })
    await until(() => expect(slow.given).toHaveLength(1))
    backlog = 1024 * 1024 + 1
    await api.callerFor(userId).tasks.create({ title: 'Too much' })
    await expect(slow.reading).rejects.toMatchObject({ reason: 'UNAVAILABLE', retryAfter: 1 })
    expect(connection.feeds).toBe(0)
  })
})

it('a feed that has ended leaves nothing behind: no subscription, no place, no listener', async () => {
  const userId = await api.newUser()
  const { changes } = api.services
  const before = changes.feeds
  const connection = noSocket()
  const feeds = Array.from({ length: 8 }, () => listening(api, userId, { connection }))
  await until(() => expect(feeds.every(({ given }) => given.length === 1)).toBe(true))
  expect(changes.feeds).toBe(before + 8)
  for (const { signal } of feeds) expect(getEventListeners(signal, 'abort')).not.toEqual([])
  await Promise.all(feeds.map((feeding) => feeding[Symbol.asyncDispose]()))
  expect(changes.feeds).toBe(before)
  expect(connection).toMatchObject({ follows: 0, feeds: 0 })
  for (const { signal } of feeds) expect(getEventListeners(signal, 'abort')).toEqual([])
})
