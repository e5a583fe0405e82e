import { idSchema, notFound, type ListMessages, type Page } from '@parley/contract'
import { z } from 'zod'

import type { BranchMessage } from '../../schema/index.ts'
import { getConversation } from '../conversations/get.ts'
import { badCursor, decodeCursor, encodeCursor } from '../cursor.ts'
import type { Scope } from '../scope.ts'
import { branchReader } from './branch.ts'
import { foldStreaming } from './fold.ts'
import { placeAmongSiblings } from './siblings.ts'

/** The newest message of the page. */
const positionSchema = z.tuple([idSchema])

// When every message is on the active branch there is no fork to look for.
const FORKED = `(select c.message_count > c.head_depth from conversations c where c.user_id = $1 and c.id = $2) as "forked"`

const readRows = branchReader<{ forked: boolean }>(FORKED)

/**
 * A page of the active branch, or of the one that ends in `leafId`, in chronological order; the cursor leads to older
 * messages. A streaming message has the text stored so far.
 */
export async function listMessages(
  scope: Scope,
  { conversationId, cursor, limit, leafId }: ListMessages,
): Promise<Page<BranchMessage>> {
  const from = cursor ? decodeCursor(cursor, positionSchema)[0] : (leafId ?? null)
  const rows = await readRows(scope, conversationId, from, limit + 1)
  if (rows.length === 0) {
    await getConversation(scope, conversationId)
    if (cursor) throw badCursor()
    if (leafId) throw notFound('message')
  }
  const older = rows.length > limit ? rows[0] : undefined
  const page = (older ? rows.slice(1) : rows).map(({ forked: _, ...message }) => message)
  const placed = await placeAmongSiblings(scope, conversationId, page, rows[0]?.forked === true)
  return {
    items: await foldStreaming(scope, placed),
    nextCursor: older ? encodeCursor([older.id]) : null,
  }
}
