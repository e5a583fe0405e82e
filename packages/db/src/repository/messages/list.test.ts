import { newId } from '@parley/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { BranchMessage, Message } from '../../schema/index.ts'
import { createTestDatabase, createUser } from '../../testing/index.ts'
import { createRepository } from '../index.ts'

const db = await createTestDatabase()

async function newConversation() {
  const repo = createRepository(db, (await createUser(db)).id)
  const { id } = await repo.conversations.create({})
  return { repo, conversationId: id }
}
type Place = Awaited<ReturnType<typeof newConversation>>

/** A tree of messages; each number picks the parent among those before it, or none. */
async function grow({ repo, conversationId }: Place, picks: number[]): Promise<Message[]> {
  const made: Message[] = []
  for (const [i, pick] of picks.entries()) {
    const parentId = pick === 0 ? null : (made[(pick - 1) % Math.max(1, made.length)]?.id ?? null)
    made.push(await repo.messages.append({ conversationId, role: 'user', content: `m${i}`, parentId }))
  }
  return made
}

function branchOf(tree: Message[], leaf: Message): Message[] {
  const parent = tree.find((message) => message.id === leaf.parentId)
  return parent ? [...branchOf(tree, parent), leaf] : [leaf]
}

async function readPages({ repo, conversationId }: Place, limit: number, leafId: string): Promise<BranchMessage[]> {
  const pages: BranchMessage[][] = []
  let cursor: string | null = null
  do {
    const page = await repo.messages.list({ conversationId, limit, leafId, cursor })
    pages.unshift(page.items)
    cursor = page.nextCursor
  } while (cursor)
  return pages.flat()
}

test('for any tree, leaf and page size: the pages make up the branch, each message with its place among its siblings', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.nat(12), { minLength: 1, maxLength: 14 }),
    fc.nat(),
    fc.integer({ min: 1, max: 5 }),
    async (picks, at, limit) => {
      const place = await newConversation()
      const tree = await grow(place, picks)
      const leaf = tree[at % tree.length]
      if (!leaf) throw new Error('The tree is empty.')
      const expected = branchOf(tree, leaf).map((message) => {
        const siblings = tree.filter((other) => other.parentId === message.parentId)
        return { ...message, siblingCount: siblings.length, siblingIndex: siblings.indexOf(message) }
      })
      expect(await readPages(place, limit, leaf.id)).toEqual(expected)
      const siblings = await place.repo.messages.siblings({ conversationId: place.conversationId, messageId: leaf.id })
      expect(siblings).toEqual(tree.filter((other) => other.parentId === leaf.parentId))
    },
  )
  await fc.assert(property, { numRuns: 40 })
})

test('without a leaf it reads the active branch, and context its end', async () => {
  const place = await newConversation()
  const { repo, conversationId } = place
  const tree = await grow(place, [0, 1, 2, 1])
  const [root, , , head] = tree
  const { items, nextCursor } = await repo.messages.list({ conversationId, limit: 50 })
  expect([items.map((item) => item.id), nextCursor]).toEqual([[root?.id, head?.id], null])
  expect(await repo.messages.context({ conversationId, limit: 1 })).toEqual([head])
  expect(await repo.messages.context({ conversationId, limit: 9 })).toEqual([root, head])
})

test('an empty conversation is an empty page; what does not exist is named', async () => {
  const { repo, conversationId } = await newConversation()
  expect(await repo.messages.list({ conversationId, limit: 5 })).toEqual({ items: [], nextCursor: null })
  expect(await repo.messages.context({ conversationId, limit: 5 })).toEqual([])
  const notFound = expect.objectContaining({ reason: 'NOT_FOUND' })
  await expect(repo.messages.list({ conversationId: newId(), limit: 5 })).rejects.toEqual(notFound)
  await expect(repo.messages.list({ conversationId, limit: 5, leafId: newId() })).rejects.toEqual(notFound)
  await expect(repo.messages.context({ conversationId: newId(), limit: 5 })).rejects.toEqual(notFound)
})

test('a cursor that was not made by this list is refused by name', async () => {
  const { repo, conversationId } = await newConversation()
  await repo.messages.append({ conversationId, role: 'user', content: 'one' })
  for (const values of [[newId()], ['x'], [], {}, [1]]) {
    const cursor = Buffer.from(JSON.stringify(values)).toString('base64url')
    const listing = repo.messages.list({ conversationId, limit: 5, cursor })
    await expect(listing).rejects.toEqual(expect.objectContaining({ reason: 'BAD_REQUEST', field: 'cursor' }))
  }
})

test('a message that is added while somebody pages does not move the pages', async () => {
  const place = await newConversation()
  const { repo, conversationId } = place
  const tree = await grow(place, [0, 1, 2, 3, 4])
  const newest = await repo.messages.list({ conversationId, limit: 2 })
  await repo.messages.append({ conversationId, role: 'user', content: 'late' })
  const older = await repo.messages.list({ conversationId, limit: 2, cursor: newest.nextCursor })
  expect(older.items.map((item) => item.id)).toEqual(tree.slice(1, 3).map((message) => message.id))
})
