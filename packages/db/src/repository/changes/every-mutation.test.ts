import { newId } from '@parley/contract'
import { expect, test } from 'vitest'

import { ended, newProcess } from '../../generation-log/fixture.ts'
import { createGenerationLog } from '../../generation-log/index.ts'
import { newUser } from '../../requirements/fixture.ts'
import { createTestDatabase } from '../../testing/index.ts'
import { nameOf, positionNow, shownTo, withChanges } from './fixture.ts'

const db = await createTestDatabase()
const { processId: owner, log } = await newProcess(db)
const runner = { model: 'demo:offline', owner }

/** A conversation with an answered question on a branch that is not the active one, one that is being answered, and a task. */
async function newWorld() {
  const { userId, repo } = await newUser(db)
  const [id, questionId] = [newId(), newId()]
  const turn = { conversationId: id, messageId: questionId, content: 'q', title: 'q', ...runner }
  const first = await repo.turns.start(turn)
  const key = { userId, generationId: first.generation?.id ?? '' }
  await log.finish({ ...key, ...ended, body: { content: 'a', parts: null }, status: 'stopped' })
  await repo.messages.append({ conversationId: id, role: 'user', content: 'another', parentId: null })
  const other = { conversationId: newId(), messageId: newId(), content: 'q', title: 'q', ...runner }
  const { assistantMessage: running, generation } = await repo.turns.start(other)
  const answerId = first.assistantMessage.id
  const task = await repo.tasks.create({ title: 'Milk', source: { conversationId: id, messageId: answerId } })
  return {
    userId,
    repo,
    id,
    answer: { conversationId: id, messageId: answerId },
    question: { conversationId: id, messageId: questionId },
    otherId: other.conversationId,
    runningId: running.id,
    running: { userId, generationId: generation?.id ?? '' },
    taskId: task.id,
    fresh: newId(),
  }
}
type World = Awaited<ReturnType<typeof newWorld>>
type Case = [mutate: (world: World) => Promise<unknown>, told: (world: World) => string[]]

const conversation = ({ id }: World) => [`conversation ${id}`]
const fresh = ({ fresh: id }: World) => [`conversation ${id}`]
const task = ({ taskId }: World) => [`task ${taskId}`]
const said = (status: string, of: (world: World) => string) => (world: World) => [
  `conversation ${world.id}`,
  `${status} ${of(world)}`,
]
const sql =
  (text: string, args: (world: World) => string[]): Case[0] =>
  (world) =>
    db.query(text, args(world))
const idArgs = ({ userId, id }: World) => [userId, id]

/** What each mutation tells, by the name of its method. */
const MUTATIONS: Record<string, Case> = {
  'conversations.create': [({ repo, fresh: id }) => repo.conversations.create({ id }), fresh],
  'conversations.main': [
    async (world) => Object.assign(world, { fresh: (await world.repo.conversations.main()).id }),
    fresh,
  ],
  'conversations.update': [({ repo, id }) => repo.conversations.update({ id, pinned: true }), conversation],
  'conversations.name': [({ repo, id }) => repo.conversations.name({ id, title: 'Named' }), conversation],
  'conversations.switchHead': [
    async ({ repo, id, answer }) => repo.conversations.switchHead({ id, messageId: answer.messageId }),
    conversation,
  ],
  'conversations.delete': [({ repo, id }) => repo.conversations.delete({ id, permanently: false }), conversation],
  'conversations.delete permanently': [
    ({ repo, id }) => repo.conversations.delete({ id, permanently: true }),
    ({ id, taskId }) => [`conversation-erased ${id}`, `task ${taskId}`],
  ],
  'conversations.restore': [
    async ({ repo, id }) => {
      await repo.conversations.delete({ id, permanently: false })
      await repo.conversations.restore(id)
    },
    conversation,
  ],
  'messages.append': [
    ({ repo, id }) => repo.messages.append({ conversationId: id, role: 'user', content: 'x' }),
    conversation,
  ],
  'messages.append of a branch': [
    ({ repo, id }) => repo.messages.append({ conversationId: id, role: 'user', content: 'x', parentId: null }),
    conversation,
  ],
  'turns.start': [
    async (world) => {
      const turn = { conversationId: world.fresh, messageId: newId(), content: 'q', title: 'q', ...runner }
      world.runningId = (await world.repo.turns.start(turn)).assistantMessage.id
    },
    (world) => [...fresh(world), `streaming ${world.runningId}`],
  ],
  'turns.regenerate': [
    ({ repo, answer, fresh: id }) => repo.turns.regenerate({ ...answer, newMessageId: id, ...runner }),
    said('streaming', (world) => world.fresh),
  ],
  'turns.edit': [
    async (world) => {
      const edit = { ...world.question, newMessageId: newId(), content: 'r', ...runner }
      world.runningId = (await world.repo.turns.edit(edit)).assistantMessage.id
    },
    said('streaming', (world) => world.runningId),
  ],
  'turns.continue': [
    ({ repo, answer }) => repo.turns.continue({ ...answer, ...runner }),
    said('streaming', (world) => world.answer.messageId),
  ],
  'log.finish': [
    ({ running }) => log.finish({ ...running, ...ended, body: { content: 'a', parts: null } }),
    ({ otherId, runningId }) => [`complete ${runningId}`, `conversation ${otherId}`],
  ],
  'tasks.create': [({ repo, fresh: id }) => repo.tasks.create({ id, title: 'x' }), (world) => [`task ${world.fresh}`]],
  'tasks.update': [({ repo, taskId }) => repo.tasks.update({ id: taskId, completed: true }), task],
  'tasks.delete': [({ repo, taskId }) => repo.tasks.delete(taskId), ({ taskId }) => [`task-erased ${taskId}`]],
  'SQL that changes a conversation': [
    sql(`update conversations set title = 'x' where user_id = $1 and id = $2`, idArgs),
    conversation,
  ],
  'SQL that changes a task': [
    sql(`update tasks set completed = true where user_id = $1 and id = $2`, ({ userId, taskId }) => [userId, taskId]),
    task,
  ],
  'SQL that ends an answer': [
    async ({ userId, runningId, running }) => {
      const end = `update generations set status = 'failed', ended_at = now() where user_id = $1 and id = $2`
      await db.query(`update messages set status = 'failed' where user_id = $1 and id = $2`, [userId, runningId])
      await db.query(end, [userId, running.generationId])
    },
    ({ runningId }) => [`failed ${runningId}`],
  ],
  'SQL that adds a message': [
    sql(
      `insert into messages (user_id, conversation_id, id, parent_id, seq, role, content)
       select $1, c.id, gen_random_uuid(), c.head_id, c.message_count + 1, 'user', 'x'
       from conversations c where c.user_id = $1 and c.id = $2`,
      idArgs,
    ),
    conversation,
  ],
}

/** They change nothing that is told of. */
const SILENT: Record<string, string[]> = {
  conversations: ['list', 'get', 'model'],
  messages: ['list', 'get', 'siblings', 'count', 'all', 'context'],
  turns: ['requestStop', 'branch', 'branchLength'],
  generations: ['state', 'list'],
  changes: ['read'],
  tasks: ['list', 'get'],
  log: ['register', 'heartbeat', 'deregister', 'commit', 'saveReceipt', 'read', 'claimDead'],
}

test('every method that changes something is looked at here', async () => {
  const groups = { ...(await newUser(db)).repo, log: createGenerationLog(db, owner) }
  const methods = Object.entries(groups).flatMap(([noun, verbs]) => Object.keys(verbs).map((verb) => `${noun}.${verb}`))
  const silent = Object.entries(SILENT).flatMap(([noun, verbs]) => verbs.map((verb) => `${noun}.${verb}`))
  const told = new Set(Object.keys(MUTATIONS).map((name) => name.split(' ')[0] ?? ''))
  told.delete('SQL')
  expect([...told, ...silent].toSorted()).toEqual(methods.toSorted())
})

test.each(Object.entries(MUTATIONS))(
  '%s is told to its user, as it is now, and to no other',
  async (_, [mutate, told]) => {
    const [world, stranger] = [await newWorld(), await newWorld()]
    const before = await shownTo(db, world.userId)
    const since = await positionNow(world.repo)
    await mutate(world)
    const { position, changes } = await world.repo.changes.read({ since })
    expect(changes?.map(nameOf).toSorted()).toEqual(told(world).toSorted())
    expect(withChanges(before, changes ?? [])).toEqual(await shownTo(db, world.userId))
    expect(await world.repo.changes.read({ since: position })).toMatchObject({ changes: [] })
    expect(await stranger.repo.changes.read({ since })).toMatchObject({ changes: [] })
  },
)
