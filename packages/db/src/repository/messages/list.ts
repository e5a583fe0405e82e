import { idSchema, notFound, type ListMessages, type Page } from '@parley/contract'

import type { BranchMessage } from '../../schema/index.ts'
import { getConversation } from '../conversations/get.ts'
import { badCursor, decodeCursor, encodeCursor } from '../cursor.ts'
import type { Scope } from '../scope.ts'
import { BRANCH } from './branch.ts'
import { messageColumns } from './columns.ts'
import { foldStreaming } from './fold.ts'

// Roots have no parent to join on: `is not distinct from` would not use the index, two scans of which one is empty do.
const LIST = `
  with recursive ${BRANCH}
  select ${messageColumns}, s.count as "siblingCount", s.before as "siblingIndex"
  from branch m cross join lateral (
    select count(*)::int as count, (count(*) filter (where s.seq < m.seq))::int as before from (
      select s.seq from messages s where s.user_id = $1 and s.conversation_id = $2 and s.parent_id = m.parent_id
      union all
      select s.seq from messages s
      where m.parent_id is null and s.user_id = $1 and s.conversation_id = $2 and s.parent_id is null
    ) s
  ) s
  order by m.depth desc`

/**
 * A page of the active branch, or of the one that ends in `leafId`, in chronological order; the cursor leads to older
 * messages. A streaming message has the text stored so far.
 */
export async function listMessages(
  scope: Scope,
  { conversationId, cursor, limit, leafId }: ListMessages,
): Promise<Page<BranchMessage>> {
  const from = cursor ? decodeCursor(cursor, readPosition) : (leafId ?? null)
  const rows = await scope.db.query<BranchMessage>(LIST, [scope.userId, conversationId, from, limit + 1])
  if (rows.length === 0) {
    await getConversation(scope, conversationId)
    if (cursor) throw badCursor()
    if (leafId) throw notFound('message')
  }
  const older = rows.length > limit ? rows[0] : undefined
  return {
    items: await foldStreaming(scope, older ? rows.slice(1) : rows),
    nextCursor: older ? encodeCursor([older.id]) : null,
  }
}

/** The position is the newest message of the page. */
function readPosition([id]: unknown[]): string | null {
  return idSchema.safeParse(id).data ?? null
}
