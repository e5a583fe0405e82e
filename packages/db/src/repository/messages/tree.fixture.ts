import { expect } from 'vitest'

import type { Database } from '../../connect.ts'

interface Place {
  db: Database
  userId: string
  conversationId: string
}

interface Row {
  id: string
  parentId: string | null
  seq: number
  segment: number
  depth: number
}
/** How the conversation says its head lies. */
type Head = Omit<Row, 'seq' | 'id'> & { id: string | null; count: number }

const ROWS = `
  select id, parent_id as "parentId", seq, segment, depth from messages
  where user_id = $1 and conversation_id = $2 order by seq`

const HEAD = `
  select message_count as count, head_id as id, head_parent_id as "parentId", head_segment as segment, head_depth as depth
  from conversations where user_id = $1 and id = $2`

const RUNNING = `
  select m.id, count(g.id)::int as generations
  from messages m left join generations g on g.user_id = m.user_id and g.conversation_id = m.conversation_id
    and g.message_id = m.id and g.status = 'running'
  where m.user_id = $1 and m.conversation_id = $2 and (m.status = 'streaming' or g.id is not null)
  group by m.id`

/** For tests: the messages of a conversation in order of arrival, and where they lie. */
export const readRows = ({ db, userId, conversationId }: Place) => db.query<Row>(ROWS, [userId, conversationId])

/** Where each message has to be, by the order of arrival and the parents alone. */
function placed(rows: Row[]): Row[] {
  const at = new Map<string | null, Row>()
  const forked = new Set<string>()
  return rows.map(({ id, parentId }, i) => {
    const seq = i + 1
    const parent = at.get(parentId)
    const first = parentId !== null && !forked.has(parentId)
    if (parentId !== null) forked.add(parentId)
    const row = { id, parentId, seq, segment: first ? (parent?.segment ?? NaN) : seq, depth: (parent?.depth ?? 0) + 1 }
    at.set(id, row)
    return parentId !== null && !parent ? { ...row, depth: NaN } : row
  })
}

/**
 * For tests: holds every rule of the tree against the rows themselves and gives them back. Counters and places are right,
 * the head is a leaf, and what is being written is a leaf with exactly one generation.
 */
export async function expectTree(place: Place) {
  const { db, userId, conversationId } = place
  const rows = await readRows(place)
  expect(rows).toEqual(placed(rows))
  const [head] = await db.query<Head>(HEAD, [userId, conversationId])
  const at = rows.find((row) => row.id === head?.id)
  const { seq: _, ...shown } = at ?? { id: null, parentId: null, seq: 0, segment: 1, depth: 0 }
  expect(head).toEqual({ count: rows.length, ...shown })
  expect(rows.length === 0).toBe(at === undefined)
  const parents = new Set(rows.map((row) => row.parentId))
  expect(parents.has(head?.id ?? '')).toBe(false)
  for (const { id, generations } of await db.query<{ id: string; generations: number }>(RUNNING, [
    userId,
    conversationId,
  ])) {
    expect({ id, generations, isLeaf: !parents.has(id) }).toEqual({ id, generations: 1, isLeaf: true })
  }
  return { rows, headId: head?.id ?? null }
}
