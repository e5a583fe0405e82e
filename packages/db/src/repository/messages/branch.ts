import type { Message } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { messageColumns } from './columns.ts'

/** More than a branch can have. */
const ALL = 2 ** 31 - 1

const OPEN = 'c.user_id = $1 and c.id = $2 and c.deleted_at is null'
const HEAD = {
  segment: `(select c.head_segment from conversations c where ${OPEN})`,
  depth: `(select c.head_depth from conversations c where ${OPEN})`,
}
const LEAF = `
  from conversations c join messages l on l.user_id = c.user_id and l.conversation_id = c.id and l.id = $4
  where ${OPEN}`
const GIVEN = { segment: `(select l.segment ${LEAF})`, depth: `(select l.depth ${LEAF})` }

/** The newest messages of one segment: one range of an index. $1 user, $2 conversation, $3 messages at most, $4 leaf. */
const range = (columns: string, leaf: typeof HEAD) => `
  select ${columns} from messages m
  where m.user_id = $1 and m.conversation_id = $2 and m.segment = ${leaf.segment} and m.depth <= ${leaf.depth}
  order by m.depth desc
  limit $3`

// The segments of a branch, newest first, each up to where the next one forks off; no more of them than are needed.
const ranges = (columns: string) => `
  with recursive stretch as (
    select m.segment, m.depth as last, f.depth as first, f.parent_id as fork, m.depth as leaf
    from messages m join messages f on f.user_id = $1 and f.conversation_id = $2 and f.seq = m.segment
    where m.user_id = $1 and m.conversation_id = $2 and m.id = $4
    union all
    select m.segment, m.depth, f.depth, f.parent_id, s.leaf
    from stretch s
    join messages m on m.user_id = $1 and m.conversation_id = $2 and m.id = s.fork
    join messages f on f.user_id = $1 and f.conversation_id = $2 and f.seq = m.segment
    where s.leaf - s.first + 1 < $3
  )
  select ${columns} from stretch s join messages m on m.user_id = $1 and m.conversation_id = $2
    and m.segment = s.segment and m.depth between greatest(s.first, s.leaf - $3 + 1) and s.last
  order by m.depth desc`

/**
 * Makes a reader of branches that selects `columns` of `messages m`, which include "parentId". It gives the last `limit`
 * messages up to `leafId` (the head when null), oldest first; none when there is no such branch. A branch is one
 * statement; one that forks within what is asked for takes a second.
 */
export function branchReader<Row extends Pick<Message, 'parentId'>>(columns: string) {
  const [toHead, toLeaf, further] = [range(columns, HEAD), range(columns, GIVEN), ranges(columns)]
  return async ({ db, userId }: Scope, conversationId: string, leafId: string | null, limit = ALL): Promise<Row[]> => {
    const newest =
      leafId === null
        ? await db.query<Row>(toHead, [userId, conversationId, limit])
        : await db.query<Row>(toLeaf, [userId, conversationId, limit, leafId])
    const fork = newest.at(-1)?.parentId ?? null
    if (fork === null || newest.length >= limit) return newest.toReversed()
    const older = await db.query<Row>(further, [userId, conversationId, limit - newest.length, fork])
    return [...newest, ...older].toReversed()
  }
}

/** Messages of a branch, bodies as stored. */
export const readBranch = branchReader<Message>(messageColumns)

const LENGTH = `select m.depth as length from messages m where m.user_id = $1 and m.conversation_id = $2 and m.id = $3`

/** How many messages lead up to a leaf, itself included; 0 when there is none. */
export async function branchLength({ db, userId }: Scope, conversationId: string, leafId: string): Promise<number> {
  const [row] = await db.query<{ length: number }>(LENGTH, [userId, conversationId, leafId])
  return row?.length ?? 0
}
