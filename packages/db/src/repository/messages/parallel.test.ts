import { newId, type AppendMessage } from '@parley/contract'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'

import { connect } from '../../connect.ts'
import { createTestDatabase, createUser } from '../../testing/index.ts'
import { createRepository } from '../index.ts'
import { expectTree, readRows } from './tree.fixture.ts'

// On a busy machine a call may wait long for its turn; here that is no failure.
const patient = { poolWaitMs: 120_000 }
const db = await createTestDatabase(patient)
const replica = connect(db.settings, patient)
afterAll(() => replica.close())

async function newConversation() {
  const userId = (await createUser(db)).id
  const repos = [createRepository(db, userId), createRepository(replica, userId)] as const
  const { id } = await repos[0].conversations.create({})
  return { db, userId, conversationId: id, repo: repos[0], turn: (i: number) => repos[i % 2 === 0 ? 0 : 1] }
}
type Place = Awaited<ReturnType<typeof newConversation>>

/** Every rule of the tree; appends alone leave the newest message as the head. */
async function expectWhole(place: Place) {
  const { rows, headId } = await expectTree(place)
  expect(headId).toBe(rows.at(-1)?.id ?? null)
  return rows
}

test(
  '1,000 parallel appends over two replicas get 1,000 gapless positions in one chain',
  { timeout: 120_000 },
  async () => {
    const place = await newConversation()
    const { conversationId } = place
    const sent = Array.from({ length: 1_000 }, (_, i) => `m${i}`)
    const stored = await Promise.all(
      sent.map((content, i) => place.turn(i).messages.append({ conversationId, role: 'user', content })),
    )
    const rows = await expectWhole(place)
    expect(rows.map((row) => [row.seq, row.segment, row.depth])).toEqual(sent.map((_, i) => [i + 1, 1, i + 1]))
    expect(rows.map((row) => row.parentId)).toEqual([null, ...rows.slice(0, -1).map((row) => row.id)])
    expect(await place.repo.messages.all({ conversationId })).toEqual(stored.toSorted((a, b) => a.seq - b.seq))
    expect(stored.map((message) => message.content)).toEqual(sent)
  },
)

test(
  'any mix of parallel appends, to the head, to any parent, as a root, sent twice, makes a whole tree',
  { timeout: 120_000 },
  async () => {
    const pick = fc.record({ parent: fc.integer({ min: -2, max: 20 }), twice: fc.boolean() })
    const rounds = fc.array(fc.array(pick, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 })
    const property = fc.asyncProperty(rounds, async (picked) => {
      const place = await newConversation()
      const made: string[] = []
      for (const picks of picked) {
        const messages = picks.map(({ parent, twice }): { message: AppendMessage & { id: string }; times: number } => {
          const among = made.length > 0 && parent >= 0 ? made[parent % made.length] : undefined
          const parentId = parent === -1 ? null : among
          const message = { conversationId: place.conversationId, id: newId(), role: 'user', content: 'x' } as const
          return { message: { ...message, ...(parentId === undefined ? {} : { parentId }) }, times: twice ? 2 : 1 }
        })
        const sent = messages.flatMap(({ message, times }) => Array.from({ length: times }, () => message))
        const stored = await Promise.all(sent.map((message, i) => place.turn(i).messages.append(message)))
        for (const [i, one] of stored.entries()) {
          expect(one).toEqual(stored.find((other) => other.id === sent[i]?.id))
          if (sent[i]?.parentId !== undefined) expect(one.parentId).toBe(sent[i]?.parentId)
        }
        made.push(...messages.map(({ message }) => message.id))
        expect((await expectWhole(place)).map((row) => row.id).toSorted()).toEqual(made.toSorted())
      }
    })
    await fc.assert(property, { numRuns: 25 })
  },
)

const removals = {
  trash: (place: Place) => place.turn(1).conversations.delete({ id: place.conversationId, permanently: false }),
  restore: (place: Place) => place.turn(0).conversations.restore(place.conversationId),
  erase: (place: Place) => place.turn(1).conversations.delete({ id: place.conversationId, permanently: true }),
}
type Removal = keyof typeof removals

/** Appends of every kind, and removals sent after `at` of them; all at once. */
async function race(order: Removal[], at: number) {
  const place = await newConversation()
  const { conversationId } = place
  const root = await place.repo.messages.append({ conversationId, role: 'user', content: 'root' })
  const parents = [{}, { parentId: root.id }, { parentId: null }]
  const append = (i: number) =>
    place.turn(i).messages.append({ conversationId, role: 'user', content: `m${i}`, ...parents[i % 3] })
  const before = Array.from({ length: at }, (_, i) => append(i))
  const moving = order.map((name) => removals[name](place))
  const after = Array.from({ length: 21 - at }, (_, i) => append(at + i))
  const [moved, appended] = await Promise.all([Promise.allSettled(moving), Promise.allSettled([...before, ...after])])
  const stored = appended.flatMap((one) => (one.status === 'fulfilled' ? one.value.id : []))
  const refusals = [...moved, ...appended].flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []))
  const erased = order.some((name, i) => name === 'erase' && moved[i]?.status === 'fulfilled')
  return { place, stored: [root.id, ...stored], refusals, erased }
}

test('appends that race with trash, restore and erase are stored or NOT_FOUND', { timeout: 120_000 }, async () => {
  const names = fc.constantFrom<Removal>('trash', 'restore', 'trash', 'restore', 'erase')
  const order = fc.array(names, { minLength: 1, maxLength: 6 })
  const property = fc.asyncProperty(order, fc.nat(20), async (picked, at) => {
    const { place, stored, refusals, erased } = await race(picked, at)
    for (const reason of refusals) expect(reason).toMatchObject({ name: 'ParleyError', reason: 'NOT_FOUND' })
    if (erased) expect(await readRows(place)).toEqual([])
    else expect((await expectWhole(place)).map((row) => row.id).toSorted()).toEqual(stored.toSorted())
  })
  await fc.assert(property, { numRuns: 40 })
})
