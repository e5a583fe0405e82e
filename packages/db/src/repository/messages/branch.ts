import { columnsOf } from '../../columns.ts'
import { HIDDEN_MESSAGE_COLUMNS, messages, type Message } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'

/** More than a branch can have. */
const ALL = 2 ** 31 - 1

const OPEN = 'where c.user_id = $1 and c.id = $2 and c.deleted_at is null'
const HEAD = { segment: 'c.head_segment', depth: 'c.head_depth', from: 'conversations c' }
const LEAF = {
  segment: 'l.segment',
  depth: 'l.depth',
  from: 'conversations c join messages l on l.user_id = c.user_id and l.conversation_id = c.id and l.id = $4',
}

/** The newest messages of one segment: one range of an index. $1 user, $2 conversation, $3 messages at most, $4 leaf. */
const range = (columns: string, { segment, depth, from }: typeof HEAD) => `
  select ${columns} from ${from} cross join lateral (
    select * from messages m
    where m.user_id = $1 and m.conversation_id = $2 and m.segment = ${segment} and m.depth <= ${depth}
    order by m.depth desc
    limit $3
  ) m ${OPEN}`

// The limits and the lateral joins keep each look-up a look-up: how long conversations are on the whole, which is what
// the planner knows, says nothing of how long this one is.
const stretchAt = (id: string) => `(
    select m.segment, m.depth as last, f.depth as first, f.parent_id as fork
    from (
      select segment, depth from messages where user_id = $1 and conversation_id = $2 and id = ${id} limit 1
    ) m cross join lateral (
      select depth, parent_id from messages where user_id = $1 and conversation_id = $2 and seq = m.segment limit 1
    ) f
  )`

// The segments of a branch, newest first, each up to where the next one forks off; no more of them than are needed.
const ranges = (columns: string) => `
  with recursive stretch as (
    select t.*, t.last as leaf from ${stretchAt('$4')} t
    union all
    select t.*, s.leaf from stretch s cross join lateral ${stretchAt('s.fork')} t
    where s.leaf - s.first + 1 < $3
  )
  select ${columns} from stretch s cross join lateral (
    select * from messages where user_id = $1 and conversation_id = $2 and segment = s.segment
      and depth between greatest(s.first, s.leaf - $3 + 1) and s.last
    order by depth desc
    limit $3
  ) m`

/** A message comes after its parent, so a branch is in order of arrival. In what is sorted already this is one pass. */
const inOrder = <Row extends { seq: number }>(rows: Row[]) => rows.toSorted((a, b) => a.seq - b.seq)

// What is the same in every row of a branch, and mostly the same as another column, need not be sent in each.
const COLUMNS = `${columnsOf(messages, 'm', [...HIDDEN_MESSAGE_COLUMNS, 'conversationId', 'updatedAt'])},
  nullif(m.updated_at, m.created_at) as "updatedAt"`
type Sent = Omit<Message, 'conversationId' | 'updatedAt'> & { updatedAt: Date | null }

/**
 * Makes a reader of branches; `also` selects what each message has besides its own columns. It gives the last `limit`
 * messages up to `leafId` (the head when null), oldest first, bodies as stored; none when there is no such branch. A
 * branch is one statement; one that forks within what is asked for takes a second.
 */
export function branchReader<Also extends object>(also: string) {
  const columns = [COLUMNS, ...(also === '' ? [] : [also])].join(', ')
  const [toHead, toLeaf, further] = [range(columns, HEAD), range(columns, LEAF), ranges(columns)]
  return async (
    { db, userId }: Scope,
    conversationId: string,
    leafId: string | null,
    limit = ALL,
  ): Promise<(Message & Also)[]> => {
    const newest =
      leafId === null
        ? await db.query<Sent & Also>(toHead, [userId, conversationId, limit])
        : await db.query<Sent & Also>(toLeaf, [userId, conversationId, limit, leafId])
    const rows = inOrder(newest)
    const fork = rows[0]?.parentId ?? null
    const older =
      fork === null || rows.length >= limit
        ? []
        : inOrder(await db.query<Sent & Also>(further, [userId, conversationId, limit - rows.length, fork]))
    return [...older, ...rows].map((row) =>
      Object.assign(row, { conversationId, updatedAt: row.updatedAt ?? row.createdAt }),
    )
  }
}

/** Messages of a branch. */
export const readBranch = branchReader('')

const LENGTH = `select m.depth as length from messages m where m.user_id = $1 and m.conversation_id = $2 and m.id = $3`

/** How many messages lead up to a leaf, itself included; 0 when there is none. */
export async function branchLength({ db, userId }: Scope, conversationId: string, leafId: string): Promise<number> {
  const [row] = await db.query<{ length: number }>(LENGTH, [userId, conversationId, leafId])
  return row?.length ?? 0
}
