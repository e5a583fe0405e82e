import { newId, type MessageRef } from '@parley/contract'
import { createTestDatabase, type TestDatabase } from '@parley/db/testing'
import { afterAll, describe, expect, it } from 'vitest'

import { appRouter } from './root.ts'
import {
  ask,
  callOverWire,
  createScriptedModel,
  createTestApi,
  exchange,
  storedText,
  until,
  type ProcedureType,
  type TestApi,
} from './testing/index.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

/** In all that the other user has written, so that a leak shows. */
const CANARY = 'canary-4711'

interface Procedure {
  type: ProcedureType
  /** Calls that reach for rows which are not the caller's; `own` is a conversation that is. */
  attacks: (theirs: MessageRef, own: MessageRef) => object[]
  /** A call that is refused to nobody but those without a session. */
  open?: (theirs: MessageRef) => object | undefined
  /** A subscription that has no end. */
  endless?: boolean
}

const conversation: Procedure['attacks'] = ({ conversationId }) => [{ conversationId }]
const byId: Procedure['attacks'] = ({ conversationId }) => [{ id: conversationId }]
const message: Procedure['attacks'] = (theirs, own) => [
  theirs,
  { ...own, messageId: theirs.messageId },
  { ...theirs, messageId: own.messageId },
]
/** Each message that others reach for has a task with the same id. */
const taskById: Procedure['attacks'] = ({ messageId }) => [{ id: messageId }]
const also =
  (attacks: Procedure['attacks'], extra: () => object): Procedure['attacks'] =>
  (theirs, own) =>
    attacks(theirs, own).map((input) => ({ ...input, ...extra() }))

/** One row for each procedure; a procedure without a row fails the first test. */
const procedures: Record<string, Procedure> = {
  changes: {
    type: 'subscription',
    endless: true,
    attacks: () => [],
    // A position from before everything: whoever could see it would see all that was ever changed.
    open: () => ({ lastEventId: `${Date.now()}.3:3:` }),
  },
  'chat.continue': { type: 'mutation', attacks: message },
  'chat.edit': { type: 'mutation', attacks: also(message, () => ({ content: 'x' })) },
  'chat.follow': { type: 'subscription', attacks: message },
  'chat.regenerate': { type: 'mutation', attacks: message },
  'chat.send': {
    type: 'mutation',
    attacks: (theirs, own) =>
      [theirs, own].map(({ conversationId }) => ({
        conversationId,
        messageId: newId(),
        content: 'x',
        parentId: theirs.messageId,
      })),
    // Ids belong to their owner: the same id makes a conversation of one's own.
    open: (theirs) => ({ ...theirs, content: 'mine', parentId: null }),
  },
  'chat.stop': { type: 'mutation', attacks: message },
  'conversations.create': { type: 'mutation', attacks: () => [], open: ({ messageId }) => ({ id: messageId }) },
  'conversations.delete': {
    type: 'mutation',
    attacks: (theirs, own) => [...byId(theirs, own), { id: theirs.conversationId, permanently: true }],
  },
  'conversations.get': { type: 'query', attacks: byId },
  'conversations.list': { type: 'query', attacks: () => [], open: () => ({}) },
  'conversations.main': { type: 'query', attacks: () => [], open: () => undefined },
  'conversations.restore': { type: 'mutation', attacks: byId },
  'conversations.switchHead': {
    type: 'mutation',
    attacks: (theirs, own) => [
      { id: theirs.conversationId, messageId: theirs.messageId },
      { id: own.conversationId, messageId: theirs.messageId },
      { id: theirs.conversationId, messageId: own.messageId },
    ],
  },
  'conversations.update': { type: 'mutation', attacks: also(byId, () => ({ title: 'Mine now' })) },
  'messages.append': {
    type: 'mutation',
    attacks: ({ conversationId, messageId }, own) => [
      { conversationId, role: 'user', content: 'x' },
      { conversationId, role: 'user', content: 'x', parentId: messageId },
      { conversationId: own.conversationId, role: 'user', content: 'x', parentId: messageId },
    ],
  },
  'messages.context': { type: 'query', attacks: conversation },
  'messages.count': { type: 'query', attacks: conversation },
  'messages.list': {
    type: 'query',
    attacks: ({ conversationId, messageId }, own) => [
      { conversationId },
      { conversationId, leafId: messageId },
      { conversationId: own.conversationId, leafId: messageId },
    ],
  },
  'messages.siblings': { type: 'query', attacks: message },
  'models.list': { type: 'query', attacks: () => [], open: () => undefined },
  'tasks.create': {
    type: 'mutation',
    attacks: (theirs, own) => message(theirs, own).map((source) => ({ title: 'x', source })),
    open: ({ messageId }) => ({ id: messageId, title: 'mine' }),
  },
  'tasks.delete': { type: 'mutation', attacks: taskById },
  'tasks.get': { type: 'query', attacks: taskById },
  'tasks.list': { type: 'query', attacks: () => [], open: () => ({}) },
  'tasks.update': { type: 'mutation', attacks: also(taskById, () => ({ title: 'Mine now' })) },
}

/** Everything that is stored for a user. */
async function rowsOfUser({ sql }: TestDatabase, userId: string): Promise<unknown> {
  const [row] = await sql`select
    (select json_agg(t order by t.id) from conversations t where t.user_id = ${userId}) as conversations,
    (select json_agg(t order by t.id) from messages t where t.user_id = ${userId}) as messages,
    (select json_agg(t order by t.id) from generations t where t.user_id = ${userId}) as generations,
    (select json_agg(t order by t.seq) from generation_events t where t.user_id = ${userId}) as events,
    (select json_agg(t order by t.id) from tasks t where t.user_id = ${userId}) as tasks`
  return row
}

/** A user with an answer in every state, and a conversation in the trash; the messages are what others reach for. */
async function victim(api: TestApi, model: ReturnType<typeof createScriptedModel>) {
  const first = await exchange(api, model, { content: `${CANARY} question`, reply: `${CANARY} answer` })
  const { userId, caller, conversationId, questionId } = first
  const stopped = await ask(api, { userId, content: `${CANARY} stop` })
  await caller.chat.stop(stopped.answer)
  const trashed = await exchange(api, model, { userId, content: `${CANARY} trash`, reply: CANARY })
  await caller.conversations.delete({ id: trashed.conversationId })
  const streaming = await ask(api, { userId, content: `${CANARY} go on` })
  const call = await model.call(streaming.content)
  call.text(`${CANARY} and on`)
  await until(async () => expect(await storedText(database, streaming.answer.messageId)).toContain('and on'))
  const targets = [
    first.answer,
    { conversationId, messageId: questionId },
    stopped.answer,
    trashed.answer,
    streaming.answer,
  ]
  for (const { messageId } of targets) await caller.tasks.create({ id: messageId, title: `${CANARY} task` })
  return { userId, targets }
}

const paths = Object.keys(procedures)

it('every procedure is covered here', () => {
  expect(paths.toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted())
})

describe('the rows of another user', async () => {
  const model = createScriptedModel()
  const api = await createTestApi({ database, models: model.models })
  afterAll(() => api[Symbol.asyncDispose]())
  const { userId: theirId, targets } = await victim(api, model)
  const { userId, answer: own } = await exchange(api, model, { content: 'My own question' })
  const context = api.contextFor(userId)

  it.each(paths)('%s answers for them as for what does not exist, and changes nothing', async (path) => {
    const { type, attacks } = procedures[path] ?? { type: 'query', attacks: () => [] }
    const before = [await rowsOfUser(database, theirId), await rowsOfUser(database, userId)]
    const answerTo = async (input: object) => {
      const { text, error } = await callOverWire(context, { type, path, input })
      expect(text).not.toContain(CANARY)
      const { requestId, ...data } = error?.data ?? { requestId: '' }
      expect(requestId).toBe(context.requestId)
      return { ...error, data }
    }
    const absent = await Promise.all(
      attacks({ conversationId: newId(), messageId: newId() }, own).map((input) => answerTo(input)),
    )
    for (const { data } of absent)
      expect(data).toMatchObject({ reason: 'NOT_FOUND', code: 'NOT_FOUND', httpStatus: 404 })
    for (const theirs of targets) {
      const foreign = await Promise.all(attacks(theirs, own).map((input) => answerTo(input)))
      expect(foreign).toEqual(absent)
    }
    expect([await rowsOfUser(database, theirId), await rowsOfUser(database, userId)]).toEqual(before)
  })

  it.each(paths.filter((path) => procedures[path]?.open))('%s gives and makes rows of one’s own only', async (path) => {
    const { type, open, endless = false } = procedures[path] ?? { type: 'query' }
    const before = await rowsOfUser(database, theirId)
    for (const theirs of targets) {
      const { status, text } = await callOverWire(context, { type, path, input: open?.(theirs), endless })
      expect(status).toBe(200)
      expect(text).not.toContain(CANARY)
    }
    expect(await rowsOfUser(database, theirId)).toEqual(before)
  })

  it.each(paths)('%s refuses who has no session', async (path) => {
    const { type, attacks, open } = procedures[path] ?? { type: 'query', attacks: () => [] }
    const before = await rowsOfUser(database, theirId)
    for (const theirs of targets) {
      for (const input of [...attacks(theirs, theirs), open?.(theirs)]) {
        const { text, error } = await callOverWire(api.contextFor(null), { type, path, input })
        expect(error?.data).toMatchObject({ reason: 'UNAUTHORIZED', code: 'UNAUTHORIZED', httpStatus: 401 })
        expect(text).not.toContain(CANARY)
      }
    }
    expect(await rowsOfUser(database, theirId)).toEqual(before)
  })
})
