import { newId } from '@parley/contract'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, describe, expect, it } from 'vitest'

import { appRouter } from '../root.ts'
import {
  ask,
  callOverWire,
  createScriptedModel,
  createTestApi,
  exchange,
  snapshotOf,
  Tab,
  until,
} from '../testing/index.ts'

const database = await createTestDatabase()
const model = createScriptedModel()
const api = await createTestApi({ database, models: model.models })
const replica = await createTestApi({ database, models: model.models })
afterAll(async () => {
  await replica[Symbol.asyncDispose]()
  await api[Symbol.asyncDispose]()
  await database.close()
})

/** A user with something for every mutation to change. */
async function prepare() {
  const { userId, caller, conversationId, questionId, answer } = await exchange(api, model)
  await caller.chat.regenerate(answer)
  await finishAll()
  const interrupted = await ask(api, { userId })
  await model.call(interrupted.content)
  await caller.chat.stop(interrupted.answer)
  const running = await ask(api, { userId })
  await model.call(running.content)
  const trashed = await caller.conversations.create({ title: 'Trashed' })
  await caller.conversations.delete({ id: trashed.id })
  const task = await caller.tasks.create({ title: 'Buy milk' })
  const question = { conversationId, messageId: questionId }
  return { userId, question, answer, interrupted: interrupted.answer, running: running.answer, trashed, task }
}
type World = Awaited<ReturnType<typeof prepare>>

/** Lets every call of the model come to its end, those of stopped answers too. */
async function finishAll(): Promise<void> {
  await until(async () => {
    const running = await database.query<{ id: string }>(`select id from generations where status = 'running'`)
    for (const call of model.calls) call.finish()
    expect(running).toEqual([])
  })
}

/** For each mutation a call that changes something; a mutation without one fails the first test. */
const mutations: Record<string, (world: World) => object> = {
  'chat.send': ({ question }) => ({ conversationId: question.conversationId, messageId: newId(), content: 'More' }),
  'chat.edit': ({ question }) => ({ ...question, content: 'Better asked' }),
  'chat.regenerate': ({ answer }) => answer,
  'chat.continue': ({ interrupted }) => interrupted,
  'chat.stop': ({ running }) => running,
  'conversations.create': () => ({ title: 'Made' }),
  'conversations.update': ({ question }) => ({ id: question.conversationId, title: 'Named', pinned: true }),
  'conversations.delete': ({ running }) => ({ id: running.conversationId }),
  'conversations.restore': ({ trashed }) => ({ id: trashed.id }),
  'conversations.switchHead': ({ answer }) => ({ id: answer.conversationId, messageId: answer.messageId }),
  'messages.append': ({ question }) => ({ conversationId: question.conversationId, role: 'user', content: 'Noted' }),
  'tasks.create': ({ question }) => ({ title: 'Buy bread', source: question }),
  'tasks.update': ({ task }) => ({ id: task.id, completed: true }),
  'tasks.delete': ({ task }) => ({ id: task.id }),
}
/** What makes or erases in another way: more calls to be seen. */
const others: [path: string, input: (world: World) => object | undefined][] = [
  ['chat.send', () => ({ conversationId: newId(), messageId: newId(), content: 'A new one' })],
  ['conversations.update', ({ question }) => ({ id: question.conversationId, archived: true })],
  ['conversations.delete', ({ question }) => ({ id: question.conversationId, permanently: true })],
  ['conversations.delete', ({ running }) => ({ id: running.conversationId, permanently: true })],
  ['conversations.main', () => undefined],
]

const paths = Object.entries<unknown>(appRouter._def.procedures)
  .filter(([, procedure]) => isMutation(procedure))
  .map(([path]) => path)

function isMutation(procedure: unknown): boolean {
  if (typeof procedure !== 'function' || !('_def' in procedure)) throw new Error('This is no procedure.')
  const { _def: definition } = procedure
  return typeof definition === 'object' && definition !== null && 'type' in definition && definition.type === 'mutation'
}

it('every mutation is covered here', () => {
  expect(paths).toContain('chat.send')
  expect(paths.filter((path) => !Object.hasOwn(mutations, path))).toEqual([])
})

describe('tabs that are open, on the same replica and on another one,', () => {
  const cases = [...paths.map((path): (typeof others)[number] => [path, mutations[path] ?? (() => ({}))]), ...others]

  it.each(cases)('show after %s what a new one shows', async (path, input) => {
    const world = await prepare()
    const { userId } = world
    const [near, far] = [new Tab(userId), new Tab(userId)]
    await using _near = near.open(api)
    await using _far = far.open(replica)
    await Promise.all([near.shows(api), far.shows(replica)])
    const before = await snapshotOf(api, userId)

    const call = { type: paths.includes(path) ? 'mutation' : 'query', path, input: input(world) } as const
    expect(await callOverWire(api.contextFor(userId), call)).toMatchObject({ status: 200, error: null })
    expect(await snapshotOf(api, userId)).not.toEqual(before)
    await Promise.all([near.shows(api), far.shows(replica)])
    await finishAll()
    await Promise.all([near.shows(api), far.shows(replica)])
    for (const { state, events } of [near, far]) {
      expect(Object.values(state.answers).map(({ status }) => status)).not.toContain('streaming')
      expect(events.filter(({ type }) => type === 'reload')).toHaveLength(1)
    }
  })
})
