import { idSchema, type ListConversations, type Page } from '@parley/contract'
import { z } from 'zod'

import type { ConversationSummary } from '../../schema/index.ts'
import { cursorTimeSchema, decodeCursor, pageOf } from '../cursor.ts'
import type { Scope } from '../scope.ts'
import { summaryColumns } from './columns.ts'

const positionSchema = z.tuple([z.boolean(), cursorTimeSchema, idSchema])

const page = (shelf: string, after: string) => `
  select ${summaryColumns} from conversations c
  where c.user_id = $1 and ${shelf} ${after}
  order by (c.pinned_at is not null) desc, c.updated_at desc, c.id desc
  limit $2`

const AFTER = 'and ((c.pinned_at is not null), c.updated_at, c.id) < ($3::boolean, $4::timestamptz, $5::uuid)'
const pages = (shelf: string) => ({ first: page(shelf, ''), next: page(shelf, AFTER) })

// The conditions are those of the three partial indexes, word for word, so that each list reads one of them.
const shelves = {
  list: pages('c.deleted_at is null and c.archived_at is null'),
  archive: pages('c.deleted_at is null and c.archived_at is not null'),
  trash: pages('c.deleted_at is not null'),
}

/** Pinned ones first, then the newest message first. */
export async function listConversations(
  { db, userId }: Scope,
  { cursor, limit, archived, trashed }: ListConversations,
): Promise<Page<ConversationSummary>> {
  const { first, next } = shelves[trashed ? 'trash' : archived ? 'archive' : 'list']
  const rows = cursor
    ? await db.query<ConversationSummary>(next, [userId, limit + 1, ...decodeCursor(cursor, positionSchema)])
    : await db.query<ConversationSummary>(first, [userId, limit + 1])
  return pageOf(rows, limit, positionOf)
}

const positionOf = (item: ConversationSummary) =>
  [item.pinnedAt !== null, item.updatedAt.toISOString(), item.id] as const
