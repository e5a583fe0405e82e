import { newId, ParleyError } from '@parley/contract'
import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'

import { connect, type Database } from '../../connect.ts'
import { createGenerationLog } from '../../generation-log/index.ts'
import { createTestDatabase, createUser } from '../../testing/index.ts'
import { createRepository, type Repository } from '../index.ts'
import { expectTree } from '../messages/tree.fixture.ts'

// On a busy machine a call may wait long for its turn; here that is no failure.
const patient = { poolWaitMs: 120_000 }
const db = await createTestDatabase(patient)
const replica = connect(db.settings, patient)
afterAll(() => replica.close())

const owner = newId()
const runner = { model: 'demo:offline', owner, title: 't' }
const log = createGenerationLog(db, owner)
await log.register()

const running = expect.objectContaining({ reason: 'GENERATION_RUNNING' })

async function newChat() {
  const userId = (await createUser(db)).id
  const repos = [createRepository(db, userId), createRepository(replica, userId)] as const
  const conversationId = newId()
  const ref = () => ({ conversationId, messageId: newId() })
  return { db, userId, conversationId, ref, repo: repos[0], turn: (i: number) => repos[i % 2 === 0 ? 0 : 1] }
}
type Chat = Awaited<ReturnType<typeof newChat>>

const RUNNING = `
  select id, message_id as "messageId" from generations where user_id = $1 and conversation_id = $2 and status = 'running' order by id`
const runningIn = ({ userId, conversationId }: Chat) =>
  db.query<{ id: string; messageId: string }>(RUNNING, [userId, conversationId])

const finish = async ({ userId }: Chat, generationId: string, status: 'complete' | 'stopped' = 'complete') => {
  const body = { content: `answer ${generationId}`, parts: null }
  await log.finish({ userId, generationId, status, body, usage: null, error: null })
}

/** A question with an answer that has ended. */
async function exchange(chat: Chat, status: 'complete' | 'stopped' = 'complete') {
  const turn = await chat.repo.turns.start({ ...runner, ...chat.ref(), content: 'q' })
  await finish(chat, turn.generation?.id ?? '', status)
  return turn
}

/** One of `ids`; an id that nothing has when there are none. */
const one = (ids: string[], pick: number) => ids[pick % Math.max(ids.length, 1)] ?? newId()

type Move = (repo: Repository, chat: Chat, ids: string[], pick: number) => Promise<unknown>
/** Everything that changes a tree. `pick` says where. */
const moves: Record<string, Move> = {
  'send to the head': (repo, { ref }) => repo.turns.start({ ...runner, ...ref(), content: 'q' }),
  'send anywhere': (repo, { ref }, ids, pick) =>
    repo.turns.start({ ...runner, ...ref(), content: 'q', parentId: ids.length > 0 ? one(ids, pick) : null }),
  'send a root': (repo, { ref }) => repo.turns.start({ ...runner, ...ref(), content: 'q', parentId: null }),
  'append to the head': (repo, { conversationId }) =>
    repo.messages.append({ conversationId, role: 'assistant', content: 'a' }),
  'append anywhere': (repo, { conversationId }, ids, pick) =>
    repo.messages.append({ conversationId, role: 'user', content: 'a', parentId: one(ids, pick) }),
  edit: (repo, { conversationId }, ids, pick) =>
    repo.turns.edit({ ...runner, conversationId, messageId: one(ids, pick), newMessageId: newId(), content: 'e' }),
  regenerate: (repo, { conversationId }, ids, pick) =>
    repo.turns.regenerate({ ...runner, conversationId, messageId: one(ids, pick), newMessageId: newId() }),
  continue: (repo, { conversationId }, ids, pick) =>
    repo.turns.continue({ ...runner, conversationId, messageId: one(ids, pick) }),
  switchHead: (repo, { conversationId }, ids, pick) =>
    repo.conversations.switchHead({ id: conversationId, messageId: one(ids, pick) }),
}

test(
  'whatever is done at once, by two replicas: what is being written is a leaf, the head is a leaf, every counter is right',
  { timeout: 240_000 },
  async () => {
    const step = fc.record({ move: fc.constantFrom(...Object.entries(moves)), pick: fc.nat(1_000) })
    const round = fc.record({
      steps: fc.array(step, { minLength: 1, maxLength: 8 }),
      ended: fc.array(fc.record({ pick: fc.nat(100), stopped: fc.boolean() }), { maxLength: 3 }),
    })
    const done = new Map<string, number>()
    const property = fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 6 }), async (rounds) => {
      const chat = await newChat()
      await chat.repo.conversations.create({ id: chat.conversationId })
      let ids: string[] = []
      for (const { steps, ended } of rounds) {
        const before = ids
        const alive = await runningIn(chat)
        const finishing = ended.map(({ pick, stopped }) =>
          finish(
            chat,
            one(
              alive.map(({ id }) => id),
              pick,
            ),
            stopped ? 'stopped' : 'complete',
          ),
        )
        const moving = steps.map(({ move: [, move], pick }, i) => move(chat.turn(i), chat, before, pick))
        const [settled] = await Promise.all([Promise.allSettled(moving), Promise.all(finishing)])
        for (const [i, outcome] of settled.entries()) {
          const name = steps[i]?.move[0] ?? ''
          if (outcome.status === 'fulfilled') done.set(name, (done.get(name) ?? 0) + 1)
          else expect(reasonOf(outcome.reason)).toBeOneOf(before.length === 0 ? [...REFUSALS, 'NOT_FOUND'] : REFUSALS)
        }
        ids = (await expectTree(chat)).rows.map(({ id }) => id)
        expect(ids.slice(0, before.length)).toEqual(before)
      }
    })
    await fc.assert(property, { numRuns: 40 })
    // A move that is always refused would prove nothing.
    expect([...done.keys()].toSorted()).toEqual(Object.keys(moves).toSorted())
  },
)

const REFUSALS = ['GENERATION_RUNNING', 'BAD_REQUEST']
const reasonOf = (error: unknown) => (error instanceof ParleyError ? error.reason : error)

const WAITING = `
  select count(*)::int as count from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`

/** Sends `late` while a transaction holds the conversation, then does `first` in that transaction and commits. */
async function overtaken<Result>(
  { userId, conversationId }: Chat,
  first: (repo: Repository) => Promise<unknown>,
  late: () => Promise<Result>,
): Promise<Result> {
  const { sent } = await db.transaction(async (tx) => {
    await tx.query('select from conversations where user_id = $1 and id = $2 for no key update', [
      userId,
      conversationId,
    ])
    const sent = late()
    sent.catch(() => {})
    await vi.waitFor(async () => expect(await replica.query(WAITING)).toEqual([{ count: 1 }]), { timeout: 10_000 })
    const inside: Database = { ...db, query: (text, args) => tx.query(text, args), transaction: (work) => work(tx) }
    await first(createRepository(inside, userId))
    return { sent }
  })
  return sent
}

test('an append that waited while an answer began, which it did not see begin, is not stored below it', async () => {
  for (const begin of ['send', 'continue', 'regenerate'] as const) {
    const chat = await newChat()
    const { userMessage, assistantMessage } = await exchange(chat, 'stopped')
    const { conversationId } = chat
    const begun = { ...runner, conversationId, messageId: assistantMessage.id }
    const first = {
      send: (repo: Repository) => repo.turns.start({ ...runner, ...chat.ref(), content: 'first' }),
      continue: (repo: Repository) => repo.turns.continue(begun),
      regenerate: (repo: Repository) => repo.turns.regenerate({ ...begun, newMessageId: newId() }),
    }
    const append = (to: object = {}) =>
      chat.turn(1).messages.append({ conversationId, role: 'user', content: 'late', ...to })
    await expect(overtaken(chat, first[begin], () => append())).rejects.toEqual(running)
    const { rows } = await expectTree(chat)
    expect(rows).toHaveLength({ send: 4, continue: 2, regenerate: 3 }[begin])
    // Beside what is being written there is room.
    expect((await append({ parentId: userMessage.id })).parentId).toBe(userMessage.id)
    await expectTree(chat)
  }
})

test('an append that waited while others were stored comes after them', async () => {
  const chat = await newChat()
  const { assistantMessage } = await exchange(chat)
  const { conversationId } = chat
  const append = (repo: Repository) => repo.messages.append({ conversationId, role: 'user', content: 'x' })
  const late = await overtaken(chat, append, () => append(chat.turn(1)))
  const { rows } = await expectTree(chat)
  expect(rows.map(({ id, parentId }) => [id, parentId]).slice(2)).toEqual([
    [late.parentId, assistantMessage.id],
    [late.id, late.parentId],
  ])
})

test('an append whose parent was the head when it was sent makes a branch when others were faster', async () => {
  const chat = await newChat()
  const { assistantMessage } = await exchange(chat)
  const { conversationId } = chat
  const parentId = assistantMessage.id
  const append = (repo: Repository) => repo.messages.append({ conversationId, role: 'user', content: 'x', parentId })
  const start = (repo: Repository) => repo.turns.start({ ...runner, ...chat.ref(), content: 'x', parentId })
  expect((await overtaken(chat, start, () => append(chat.turn(1)))).parentId).toBe(parentId)
  expect((await overtaken(chat, append, () => start(chat.turn(1)))).branched).toBe(true)
  expect(await expectTree(chat)).toMatchObject({ rows: { length: 8 } })
})

test.each(['stopped', 'complete'] as const)(
  'of sends, regenerations and a continuation at one %s answer exactly one begins where they meet',
  async (status) => {
    for (let round = 0; round < 8; round++) {
      const chat = await newChat()
      const { assistantMessage } = await exchange(chat, status)
      const at = { ...runner, conversationId: chat.conversationId, messageId: assistantMessage.id }
      const send = (i: number) => chat.turn(i).turns.start({ ...runner, ...chat.ref(), content: `q${i}` })
      const again = (i: number) => chat.turn(i).turns.regenerate({ ...at, newMessageId: newId() })
      const goOn = (i: number) => chat.turn(i).turns.continue(at)
      const sent = await Promise.allSettled([send(0), goOn(1), send(2), again(3), again(4), send(5), goOn(6)])
      const { rows } = await expectTree(chat)
      const begun = sent.map((one) => one.status === 'fulfilled')
      // Of those to the head one may begin, or one to each head that a regeneration made; of those beside it one.
      expect([begun[3], begun[4]].filter(Boolean).length).toBeLessThanOrEqual(1)
      expect([begun[1], begun[6]].filter(Boolean).length).toBeLessThanOrEqual(status === 'stopped' ? 1 : 0)
      expect(begun.filter(Boolean).length).toBe((await runningIn(chat)).length)
      const stored = [0, 2, 5].filter((i) => begun[i]).length * 2 + [3, 4].filter((i) => begun[i]).length
      expect(rows).toHaveLength(2 + stored)
      for (const one of sent) {
        if (one.status === 'rejected') expect(reasonOf(one.reason)).toBeOneOf(REFUSALS)
      }
    }
  },
)
