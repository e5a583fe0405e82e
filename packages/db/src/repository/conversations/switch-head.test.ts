import { newId } from '@parley/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { createGenerationLog } from '../../generation-log/index.ts'
import type { Message } from '../../schema/index.ts'
import { createTestDatabase, createUser } from '../../testing/index.ts'
import { createRepository } from '../index.ts'
import { expectTree } from '../messages/tree.fixture.ts'

const db = await createTestDatabase()
const owner = newId()
const log = createGenerationLog(db, owner)
await log.register()

const notFound = expect.objectContaining({ reason: 'NOT_FOUND' })

async function newConversation() {
  const userId = (await createUser(db)).id
  const repo = createRepository(db, userId)
  const { id } = await repo.conversations.create({})
  const append = (content: string, parentId?: string | null) =>
    repo.messages.append({ conversationId: id, role: 'user', content, ...(parentId === undefined ? {} : { parentId }) })
  const switchTo = (messageId: string) => repo.conversations.switchHead({ id, messageId })
  return { db, userId, repo, conversationId: id, append, switchTo }
}

/** A message and everything below it, by a walk along the parents. */
const below = (tree: Message[], from: Message): Message[] => [
  from,
  ...tree.filter((message) => message.parentId === from.id).flatMap((child) => below(tree, child)),
]

const title = 'for any tree the head goes to the newest leaf below a message, and stays where it is below it already'
test(title, { timeout: 120_000 }, async () => {
  const grown = fc.array(fc.nat(30), { minLength: 1, maxLength: 25 })
  // What comes between two switches grows the tree at its head or anywhere.
  const steps = fc.array(fc.record({ to: fc.nat(), grows: fc.option(fc.nat(30)) }), { minLength: 1, maxLength: 6 })
  const property = fc.asyncProperty(grown, steps, async (picks, switches) => {
    const place = await newConversation()
    const tree: Message[] = []
    const grow = async (pick: number) => {
      // Small numbers stand for the head and for a new root, so that there are long stretches and several trees.
      const parentId = pick < 12 ? undefined : pick === 12 ? null : tree[(pick * 7) % Math.max(1, tree.length)]?.id
      tree.push(await place.append(`m${tree.length}`, parentId))
    }
    for (const pick of picks) await grow(pick)
    for (const { to, grows } of switches) {
      const target = tree[to % tree.length]
      if (!target) throw new Error('The tree is empty.')
      const before = await place.repo.conversations.get(place.conversationId)
      const subtree = below(tree, target)
      const stays = subtree.some(({ id }) => id === before.headId)
      const newest = subtree.reduce((a, b) => (b.seq > a.seq ? b : a))
      const expected = stays ? before : { ...before, headId: newest.id, preview: newest.content }
      expect(await place.switchTo(target.id)).toEqual(expected)
      expect(await place.repo.conversations.get(place.conversationId)).toEqual(expected)
      expect((await expectTree(place)).headId).toBe(expected.headId)
      const { items } = await place.repo.messages.list({ conversationId: place.conversationId, limit: 50 })
      expect(items.at(-1)?.id).toBe(expected.headId)
      expect(items.map(({ id }) => id)).toContain(target.id)
      if (grows !== null) await grow(grows)
    }
  })
  await fc.assert(property, { numRuns: 40 })
})

test('the next message goes on in the branch that was switched to, without a branch of its own', async () => {
  const { append, switchTo, ...place } = await newConversation()
  const root = await append('root')
  const left = await append('left')
  await append('right', root.id)
  expect(await switchTo(left.id)).toMatchObject({ headId: left.id, preview: 'left' })
  expect((await append('below left')).parentId).toBe(left.id)
  expect((await expectTree(place)).rows.map((row) => row.segment)).toEqual([1, 1, 3, 1])
})

test('an answer that is being written can be switched to, and shows in the list what was shown before', async () => {
  const { repo, conversationId, userId } = await newConversation()
  const runner = { model: 'demo:offline', owner, title: 't' }
  const start = (content: string, parentId?: null) =>
    repo.turns.start({ conversationId, messageId: newId(), content, ...runner, ...(parentId === null && { parentId }) })
  const first = await start('one')
  const second = await start('two', null)
  const body = { content: 'The second answer', parts: null }
  const ended = { userId, generationId: second.generation?.id ?? '', usage: null, error: null }
  await log.finish({ ...ended, status: 'complete', body })
  const switched = await repo.conversations.switchHead({ id: conversationId, messageId: first.userMessage.id })
  expect(switched).toMatchObject({ headId: first.assistantMessage.id, preview: 'The second answer' })
  await expect(start('to what is written')).rejects.toMatchObject({ reason: 'GENERATION_RUNNING' })
  const back = await repo.conversations.switchHead({ id: conversationId, messageId: second.userMessage.id })
  expect(back).toMatchObject({ headId: second.assistantMessage.id, preview: 'The second answer' })
})

test('only a message of this conversation is switched to, and none in the trash', async () => {
  const place = await newConversation()
  const root = await place.append('root')
  const other = await newConversation()
  const elsewhere = await other.append('elsewhere')
  const foreign = await place.repo.conversations.create({})
  const own = await place.repo.messages.append({ conversationId: foreign.id, role: 'user', content: 'own' })
  const before = await place.repo.conversations.get(place.conversationId)
  for (const id of [newId(), elsewhere.id, own.id]) await expect(place.switchTo(id)).rejects.toEqual(notFound)
  await expect(other.switchTo(root.id)).rejects.toEqual(notFound)
  expect(await place.repo.conversations.get(place.conversationId)).toEqual(before)
  await place.repo.conversations.delete({ id: place.conversationId, permanently: false })
  await expect(place.switchTo(root.id)).rejects.toEqual(notFound)
})

test('a message that is stored while the head is switched comes after one head or the other', async () => {
  for (let round = 0; round < 10; round++) {
    const place = await newConversation()
    const root = await place.append('root')
    const left = await place.append('left')
    const right = await place.append('right', root.id)
    const [, , added] = await Promise.all([
      place.switchTo(left.id),
      place.switchTo(right.id),
      place.append('next'),
      place.switchTo(left.id),
    ])
    expect([left.id, right.id]).toContain(added.parentId)
    await expectTree(place)
  }
})
