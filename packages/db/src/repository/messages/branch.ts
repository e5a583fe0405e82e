import type { Message } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { messageColumns } from './columns.ts'

/**
 * The newest messages of a branch as the table expression `branch`, with their `depth` counted from the leaf.
 * $1 user, $2 conversation, $3 leaf (null for the head), $4 messages at most.
 */
export const BRANCH = `
  branch as (
    select m.*, 1 as depth
    from conversations c
    join messages m on m.user_id = c.user_id and m.conversation_id = c.id and m.id = coalesce($3::uuid, c.head_id)
    where c.user_id = $1 and c.id = $2 and c.deleted_at is null
    union all
    select m.*, b.depth + 1
    from branch b
    join messages m on m.user_id = $1 and m.conversation_id = $2 and m.id = b.parent_id
    where b.depth < $4
  )`

const READ_BRANCH = `with recursive ${BRANCH} select ${messageColumns} from branch m order by m.depth desc`

/** The last `limit` messages up to `leafId` (the head when null), oldest first; empty when there is no such branch. */
export function readBranch(
  { db, userId }: Scope,
  conversationId: string,
  leafId: string | null,
  limit: number,
): Promise<Message[]> {
  return db.query<Message>(READ_BRANCH, [userId, conversationId, leafId, limit])
}

const COUNT_BRANCH = `
  with recursive branch as (
    select m.parent_id from messages m where m.user_id = $1 and m.conversation_id = $2 and m.id = $3
    union all
    select m.parent_id
    from branch b
    join messages m on m.user_id = $1 and m.conversation_id = $2 and m.id = b.parent_id
  )
  select count(*)::int as length from branch`

/** How many messages lead up to a leaf, itself included. Visits each of them. */
export async function countBranch({ db, userId }: Scope, conversationId: string, leafId: string): Promise<number> {
  const [row] = await db.query<{ length: number }>(COUNT_BRANCH, [userId, conversationId, leafId])
  return row?.length ?? 0
}
