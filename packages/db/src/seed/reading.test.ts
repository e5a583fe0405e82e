import { limits, type Page } from '@parley/contract'
import { expect, test } from 'vitest'

import { createRepository } from '../repository/index.ts'
import { previewOf } from '../repository/preview.ts'
import type { BranchMessage, Message } from '../schema/index.ts'
import { createTestDatabase } from '../testing/index.ts'
import { seed } from './index.ts'
import { sampleUser } from './user.ts'

const db = await createTestDatabase()
const until = new Date('2026-01-01T00:00:00Z')
await seed(db, { owners: 1, conversations: 80, messages: 10, tasks: 10, seed: 7, until })
const userId = sampleUser(1).id
const repo = createRepository(db, userId)

type Stored = Pick<Message, 'id' | 'parentId' | 'seq' | 'content' | 'role' | 'status' | 'createdAt' | 'updatedAt'>
const STORED = `
  select m.id, m.parent_id as "parentId", m.seq, m.content, m.role, m.status, m.created_at as "createdAt",
    m.updated_at as "updatedAt"
  from messages m where m.user_id = $1 and m.conversation_id = $2 order by m.seq`
const storedIn = (conversationId: string) => db.query<Stored>(STORED, [userId, conversationId])

async function conversationsOf(input: { archived: boolean; trashed: boolean }) {
  return (await repo.conversations.list({ ...input, limit: limits.pageItems })).items
}

/** The ids from the root to a leaf, by the parents alone. */
function wayTo(leaf: Stored, all: ReadonlyMap<string, Stored>): string[] {
  const parent = leaf.parentId === null ? undefined : all.get(leaf.parentId)
  return parent ? [...wayTo(parent, all), leaf.id] : [leaf.id]
}

async function readBranch(conversationId: string, leafId: string): Promise<BranchMessage[]> {
  let branch: BranchMessage[] = []
  for (let cursor: string | null = null; ;) {
    const page: Page<BranchMessage> = await repo.messages.list({ conversationId, leafId, cursor, limit: 7 })
    branch = [...page.items, ...branch]
    cursor = page.nextCursor
    if (cursor === null) return branch
  }
}

test('the lists hold all of it: open, pinned, archived, trashed, and the main conversation', async () => {
  const open = await conversationsOf({ archived: false, trashed: false })
  const archived = await conversationsOf({ archived: true, trashed: false })
  const trashed = await conversationsOf({ archived: false, trashed: true })
  expect([...open, ...archived, ...trashed]).toHaveLength(80)
  expect(open.filter((one) => one.isMain)).toHaveLength(1)
  expect([archived.length, trashed.length, open.filter((one) => one.pinnedAt).length].every((n) => n > 0)).toBe(true)
  expect((await repo.conversations.main()).messageCount).toBeGreaterThan(0)
})

test('every conversation reads back in order on each of its branches, with its count, head and preview', async () => {
  let branches = 0
  for (const conversation of await conversationsOf({ archived: false, trashed: false })) {
    const { id, headId, messageCount, preview } = conversation
    const stored = await storedIn(id)
    const byId = new Map(stored.map((message) => [message.id, message]))
    expect(stored.map((message) => message.seq)).toEqual(stored.map((_, index) => index + 1))
    expect([messageCount, headId]).toEqual([stored.length, stored.at(-1)?.id ?? null])
    expect(preview).toBe(stored.map((message) => previewOf(message.content)).findLast((text) => text !== '') ?? '')
    const parents = new Set(stored.map((message) => message.parentId))
    for (const leaf of stored.filter((message) => !parents.has(message.id))) {
      branches++
      const branch = await readBranch(id, leaf.id)
      expect(branch.map((message) => message.id)).toEqual(wayTo(leaf, byId))
      const { items } = await repo.messages.list({ conversationId: id, leafId: leaf.id, limit: limits.pageItems })
      expect(items).toEqual(branch.slice(-limits.pageItems))
    }
    const head = stored.at(-1)
    if (!head) continue
    const context = await repo.messages.context({ conversationId: id, limit: 20 })
    expect(context.map((message) => message.id)).toEqual(wayTo(head, byId).slice(-20))
  }
  expect(branches).toBeGreaterThan(50)
})

test('there is something of everything: branches, broken answers, lists, code, right-to-left text, emoji', async () => {
  const stored = (
    await Promise.all((await conversationsOf({ archived: false, trashed: false })).map((one) => storedIn(one.id)))
  ).flat()
  const statuses = new Set(stored.map((message) => message.status))
  expect([...statuses].toSorted()).toEqual(['complete', 'failed', 'interrupted', 'stopped'])
  const text = stored.map((message) => message.content).join('\n')
  for (const mark of [
    /^```\w+$/m,
    /^- /m,
    /^## /m,
    /\| --- \|/,
    /\p{Script=Arabic}/u,
    /\p{Script=Han}/u,
    /\p{Emoji_Presentation}/u,
  ])
    expect(mark.test(text), String(mark)).toBe(true)
})

test('times run on within a conversation and end before the given moment', async () => {
  for (const conversation of await conversationsOf({ archived: false, trashed: false })) {
    const stored = await storedIn(conversation.id)
    const times = stored.map((message) => message.createdAt.getTime())
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(conversation.updatedAt.getTime()).toBeLessThanOrEqual(until.getTime())
    if (stored.length > 0) expect(stored.at(-1)?.updatedAt).toEqual(conversation.updatedAt)
  }
})

// As the migration that added the columns defines them, from the parents alone.
const MISPLACED = `
  with recursive ranked as (
    select m.*, row_number() over (partition by user_id, conversation_id, parent_id order by seq) = 1 as first
    from messages m
  ), placed as (
    select r.id, r.seq as segment, 1 as depth from ranked r where r.parent_id is null
    union all
    select r.id, case when r.first then p.segment else r.seq end, p.depth + 1
    from placed p join ranked r on r.parent_id = p.id
  )
  select m.id from messages m left join placed p on p.id = m.id
  where (p.segment, p.depth) is distinct from (m.segment, m.depth)`

const WRONG_HEADS = `
  select c.id from conversations c
  left join messages m on m.user_id = c.user_id and m.conversation_id = c.id and m.id = c.head_id
  where (c.head_parent_id, c.head_segment, c.head_depth) is distinct from (m.parent_id, m.segment, m.depth)`

test('each message has the segment and depth of its place, and each conversation those of its head', async () => {
  expect(await db.query(MISPLACED)).toEqual([])
  expect(await db.query(WRONG_HEADS)).toEqual([])
})

test('a seeded conversation goes on like any other', async () => {
  const [pinned] = await conversationsOf({ archived: false, trashed: false })
  const conversationId = pinned?.id ?? ''
  const added = await repo.messages.append({ conversationId, role: 'user', content: 'And now?' })
  expect(added).toMatchObject({ seq: (pinned?.messageCount ?? 0) + 1, parentId: pinned?.headId })
  const { items } = await repo.messages.list({ conversationId, limit: 2 })
  expect(items.map((message) => message.id)).toEqual([pinned?.headId, added.id])
})
