import { newId, type MessageRef } from '@parley/contract'
import { expect, test } from 'vitest'

import type { Repository } from '../index.ts'
import { createTestDatabase } from '../testing/index.ts'
import { newUser, rowsOf } from './fixture.ts'

const db = await createTestDatabase()
const runner = { model: 'demo:offline', owner: newId() }
const shelf = { limit: 50, archived: false, trashed: false }

interface Target extends MessageRef {
  taskId: string
}
/** What a stranger calls with the ids of somebody else. */
type Attack = (repo: Repository, target: Target) => Promise<unknown>
const id = ({ conversationId }: Target) => conversationId
const leaf = ({ conversationId, messageId }: Target) => ({ conversationId, leafId: messageId, limit: 50 })
const turn = ({ conversationId }: Target) => ({ conversationId, content: 'x', title: 'x', ...runner })

/** Refused as what does not exist. One row for each method; one without a row fails the first test. */
const refused: Record<string, Attack> = {
  'conversations.get': (repo, target) => repo.conversations.get(id(target)),
  'conversations.update': (repo, target) => repo.conversations.update({ id: id(target), title: 'x' }),
  'conversations.delete': (repo, target) => repo.conversations.delete({ id: id(target), permanently: true }),
  'conversations.restore': (repo, target) => repo.conversations.restore(id(target)),
  'conversations.switchHead': (repo, target) =>
    repo.conversations.switchHead({ id: id(target), messageId: target.messageId }),
  'messages.list': (repo, target) => repo.messages.list(leaf(target)),
  'messages.get': (repo, target) => repo.messages.get(target),
  'messages.siblings': (repo, target) => repo.messages.siblings(target),
  'messages.append': (repo, target) =>
    repo.messages.append({ ...target, role: 'user', content: 'x', parentId: target.messageId }),
  'messages.count': (repo, target) => repo.messages.count(id(target)),
  'messages.all': (repo, target) => repo.messages.all(target),
  'messages.context': (repo, target) => repo.messages.context(leaf(target)),
  'turns.start': (repo, target) =>
    repo.turns.start({ ...turn(target), messageId: newId(), parentId: target.messageId }),
  'turns.regenerate': (repo, target) => repo.turns.regenerate({ ...target, newMessageId: newId(), ...runner }),
  'turns.edit': (repo, target) => repo.turns.edit({ ...target, newMessageId: newId(), content: 'x', ...runner }),
  'turns.continue': (repo, target) => repo.turns.continue({ ...target, ...runner }),
  'turns.requestStop': (repo, target) => repo.turns.requestStop(target),
  'generations.state': (repo, target) => repo.generations.state(target),
  'tasks.create': (repo, target) => repo.tasks.create({ title: 'x', source: target }),
  'tasks.get': (repo, { taskId }) => repo.tasks.get(taskId),
  'tasks.update': (repo, { taskId }) => repo.tasks.update({ id: taskId, title: 'x' }),
  'tasks.delete': (repo, { taskId }) => repo.tasks.delete(taskId),
}

/** The position of a reader who has seen nothing. */
const fromTheStart = () => `${Date.now()}.3:3:`

/** Answered, with nothing of others: what they answer to somebody who has no rows at all. */
const empty: Record<string, [attack: Attack, answer: unknown]> = {
  'conversations.list': [(repo) => repo.conversations.list(shelf), { items: [], nextCursor: null }],
  'conversations.name': [(repo, target) => repo.conversations.name({ id: id(target), title: 'x' }), false],
  'conversations.model': [(repo, target) => repo.conversations.model(id(target)), null],
  'turns.branch': [(repo, target) => repo.turns.branch(leaf(target)), []],
  'turns.branchLength': [(repo, target) => repo.turns.branchLength(leaf(target)), 0],
  'generations.list': [(repo, target) => repo.generations.list(target), []],
  'changes.read': [
    (repo) => repo.changes.read({ since: fromTheStart() }),
    { position: expect.any(String), changes: [] },
  ],
  'tasks.list': [(repo) => repo.tasks.list({ limit: 50 }), { items: [], nextCursor: null }],
}

/** Makes a row of one's own, also with an id that somebody else has. */
const own: Record<string, Attack> = {
  'conversations.create': (repo, target) => repo.conversations.create({ id: id(target) }),
  'conversations.main': (repo) => repo.conversations.main(),
}

async function victim() {
  const { userId, repo } = await newUser(db)
  const main = await repo.conversations.main()
  const { assistantMessage } = await repo.turns.start({
    conversationId: main.id,
    messageId: newId(),
    content: 'private',
    title: 'private',
    ...runner,
  })
  const { id: taskId } = await repo.tasks.create({ title: 'private' })
  await repo.conversations.update({ id: main.id, model: runner.model })
  return { userId, target: { conversationId: main.id, messageId: assistantMessage.id, taskId } }
}

test('every method of the repository is covered here', async () => {
  const { repo } = await newUser(db)
  const methods = Object.entries(repo).flatMap(([noun, verbs]) => Object.keys(verbs).map((verb) => `${noun}.${verb}`))
  const covered = [refused, empty, own].flatMap((rows) => Object.keys(rows))
  expect(covered.toSorted()).toEqual(methods.toSorted())
})

test.each(Object.entries(refused))(
  '%s: what is another user’s does not exist, and stays as it is',
  async (_, attack) => {
    const { userId, target } = await victim()
    const before = await rowsOf(db, userId)
    const { userId: strangerId, repo } = await newUser(db)
    const error: unknown = await attack(repo, target).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ reason: 'NOT_FOUND' })
    const missing = { conversationId: newId(), messageId: newId(), taskId: newId() }
    expect(await attack(repo, missing).catch((cause: unknown) => cause)).toEqual(error)
    expect(await rowsOf(db, userId)).toEqual(before)
    expect(Object.values(await rowsOf(db, strangerId)).flat()).toEqual([])
  },
)

test.each(Object.entries(empty))('%s shows nothing of another user', async (_, [attack, answer]) => {
  const { target } = await victim()
  expect(await attack((await newUser(db)).repo, target)).toEqual(answer)
})

test.each(Object.entries(own))('%s makes one’s own and leaves theirs alone', async (_, attack) => {
  const { userId, target } = await victim()
  const before = await rowsOf(db, userId)
  const { repo } = await newUser(db)
  expect(await attack(repo, target)).toMatchObject({ messageCount: 0, title: 'New chat', model: null })
  expect(await rowsOf(db, userId)).toEqual(before)
})
