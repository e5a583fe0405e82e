import { newId } from '@parley/contract'
import { createRepository } from '@parley/db'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, describe, expect, it } from 'vitest'

import { createTestApi, emptySnapshot, snapshotOf, Tab, until } from '../testing/index.ts'
import { listening } from './feed.fixture.ts'

const database = await createTestDatabase()
const api = await createTestApi({ database })
afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await database.close()
})

describe('a position', () => {
  it('that is none, is forged or too old gives a reload, or the caller’s own rows and nobody else’s', async () => {
    const other = await api.newUser()
    await api.callerFor(other).tasks.create({ title: 'canary' })
    const userId = await api.newUser()
    await api.callerFor(userId).tasks.create({ title: 'mine' })
    const theirs = new Tab(other)
    {
      await using _open = theirs.open(api)
      await theirs.shows(api)
    }
    const [, snapshot = ''] = (theirs.position ?? '').split('.')
    const day = 24 * 60 * 60 * 1_000
    const forged = [
      '',
      'garbage',
      '\0',
      '__proto__',
      "'; drop table tasks; --",
      newId(),
      `${Date.now()}.1:1`,
      `${Date.now()}.3:2:`,
      `${Date.now()}.-1:5:`,
      `${Date.now()}.5:9:7,6`,
      `${Date.now()}.999999999999999999:999999999999999999:`,
      `${Date.now() - day - 60_000}.${snapshot}`,
      `999999999999999.${snapshot}`,
      `${Date.now()}.3:3:`,
      `${Date.now()}.1:1:${'1,'.repeat(5_000)}1`,
      theirs.position ?? '',
    ]
    for (const lastEventId of forged) {
      await using feeding = listening(api, userId, { lastEventId })
      const { id } = await api.callerFor(userId).tasks.create({ title: 'now' })
      await until(() => expect(JSON.stringify(feeding.given)).toMatch(new RegExp(`reload|${id}`)))
      expect(JSON.stringify(feeding.given)).not.toContain('canary')
    }
  })

  it('of an hour ago is good, and of over a day ago is not', async () => {
    const userId = await api.newUser()
    const { position } = await createRepository(database, userId).changes.read({ since: null })
    const [time = '', snapshot = ''] = position.split('.')
    await api.callerFor(userId).tasks.create({ title: 'Since' })
    const hour = 60 * 60 * 1_000
    await using good = listening(api, userId, { lastEventId: `${Number(time) - hour}.${snapshot}` })
    await using old = listening(api, userId, { lastEventId: `${Number(time) - 25 * hour}.${snapshot}` })
    await until(() => expect(good.given).toMatchObject([{ event: { changes: [{ task: { title: 'Since' } }] } }]))
    await until(() => expect(old.given).toMatchObject([{ event: { type: 'reload' } }]))
  })
})

it('the changes of one user reach no other one', async () => {
  const [mine, theirs] = [new Tab(await api.newUser()), new Tab(await api.newUser())]
  await using _mine = mine.open(api)
  await using _theirs = theirs.open(api)
  await Promise.all([mine.shows(api), theirs.shows(api)])
  const { tasks, conversations } = api.callerFor(theirs.userId)
  await conversations.create({ title: 'canary' })
  const task = await tasks.create({ title: 'canary' })
  await tasks.delete({ id: task.id })
  await theirs.shows(api)
  // Woken without need, as after a lost connection, it still has nothing to tell.
  api.services.changes.announceToAll()
  await api.callerFor(mine.userId).tasks.create({ title: 'own' })
  await until(() => expect(mine.events).toHaveLength(2))
  expect(JSON.stringify(mine.events)).not.toMatch(/canary|erased/)
  expect(mine.state).toEqual(await snapshotOf(api, mine.userId))
  expect(mine.state).not.toEqual(emptySnapshot())
})
