import { newId } from '@parley/contract'
import { createGenerationLog, createRepository } from '@parley/db'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, describe, expect, it } from 'vitest'

import {
  createScriptedModel,
  createTestApi,
  exchange,
  listenersOf,
  SCRIPTED,
  Tab,
  terminate,
  until,
  type TestApi,
} from '../testing/index.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

/** A tab on each replica that shows what is stored. */
async function openTabs(userId: string, replicas: TestApi[]) {
  await using stack = new AsyncDisposableStack()
  const tabs = replicas.map((api) => {
    const tab = new Tab(userId)
    stack.use(tab.open(api))
    return { tab, api }
  })
  const all = () => Promise.all(tabs.map(({ tab, api }) => tab.shows(api)))
  await all()
  const owned = stack.move()
  return { all, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

describe('a replica whose LISTEN connection breaks', () => {
  it('looks again when it listens again, and tells and is told as before', async () => {
    await using api = await createTestApi({ database })
    const before = await listenersOf(database)
    await using deaf = await createTestApi({ database })
    const [pid] = (await listenersOf(database)).filter((one) => !before.includes(one))
    const userId = await api.newUser()
    await using tabs = await openTabs(userId, [api, deaf])
    await terminate(database, pid)
    await api.callerFor(userId).tasks.create({ title: 'Who heard?' })
    await tabs.all()
    await until(async () => expect(await listenersOf(database)).toHaveLength(before.length + 1))
    await api.callerFor(userId).tasks.create({ title: 'To it' })
    await tabs.all()
    await deaf.callerFor(userId).tasks.create({ title: 'From it' })
    await tabs.all()
  })
})

describe('what a process committed and did not live to announce', () => {
  it('is seen everywhere when another one takes over its answers', async () => {
    const model = createScriptedModel()
    await using api = await createTestApi({ database, models: model.models })
    await using replica = await createTestApi({ database, models: model.models })
    const bystander = await api.newUser()
    const { userId } = await exchange(api, model)
    await using tabs = await openTabs(userId, [api, replica])
    await using bystanders = await openTabs(bystander, [api, replica])

    const processId = newId()
    const log = createGenerationLog(database, processId)
    await log.register()
    await createRepository(database, bystander).tasks.create({ title: 'Its last words' })
    const question = { conversationId: newId(), messageId: newId(), content: 'Are you there?', title: 'There' }
    await createRepository(database, userId).turns.start({ ...question, model: SCRIPTED, owner: processId })
    await database.query(`update processes set heartbeat_at = now() - interval '1 minute' where id = $1`, [processId])
    await Promise.all([tabs.all(), bystanders.all()])
    await until(async () => {
      const { answers } = await stateOf(userId)
      expect(answers).toEqual([{ status: 'complete' }, { status: 'interrupted' }])
    })
    await Promise.all([tabs.all(), bystanders.all()])
  })
})

async function stateOf(userId: string) {
  const answers = await database.query<{ status: string }>(
    `select status from messages where user_id = $1 and role = 'assistant' order by created_at`,
    [userId],
  )
  return { answers }
}

it('a process that stops has announced what it folds', async () => {
  const model = createScriptedModel()
  await using witness = await createTestApi({ database, models: model.models })
  const leaving = await createTestApi({ database, models: model.models })
  const userId = await witness.newUser()
  await using tabs = await openTabs(userId, [witness])
  const caller = leaving.callerFor(userId)
  await caller.chat.send({ conversationId: newId(), messageId: newId(), content: 'Wait for me' })
  await model.call()
  await tabs.all()
  await leaving[Symbol.asyncDispose]()
  expect(await stateOf(userId)).toEqual({ answers: [{ status: 'interrupted' }] })
  await tabs.all()
})
