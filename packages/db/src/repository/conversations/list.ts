import { idSchema, type ListConversations, type Page } from '@parley/contract'

import type { ConversationSummary } from '../../schema/index.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import type { Scope } from '../scope.ts'
import { summaryColumns } from './columns.ts'

// The conditions are those of the three partial indexes, word for word, so that each list reads one of them.
const shelves = {
  list: 'c.deleted_at is null and c.archived_at is null',
  archive: 'c.deleted_at is null and c.archived_at is not null',
  trash: 'c.deleted_at is not null',
}

const firstPage = (shelf: string) => `
  select ${summaryColumns} from conversations c
  where c.user_id = $1 and ${shelf}
  order by (c.pinned_at is not null) desc, c.updated_at desc, c.id desc
  limit $2`

const nextPage = (shelf: string) => `
  select ${summaryColumns} from conversations c
  where c.user_id = $1 and ${shelf} and ((c.pinned_at is not null), c.updated_at, c.id) < ($3::boolean, $4::timestamptz, $5::uuid)
  order by (c.pinned_at is not null) desc, c.updated_at desc, c.id desc
  limit $2`

/** Pinned ones first, then the newest message first. */
export async function listConversations(
  { db, userId }: Scope,
  { cursor, limit, archived, trashed }: ListConversations,
): Promise<Page<ConversationSummary>> {
  const shelf = shelves[trashed ? 'trash' : archived ? 'archive' : 'list']
  const rows = cursor
    ? await db.query<ConversationSummary>(nextPage(shelf), [userId, limit + 1, ...decodeCursor(cursor, readPosition)])
    : await db.query<ConversationSummary>(firstPage(shelf), [userId, limit + 1])
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: last && rows.length > limit ? encodeCursor(positionOf(last)) : null }
}

type Position = [pinned: boolean, updatedAt: string, id: string]

const positionOf = (item: ConversationSummary): Position => [
  item.pinnedAt !== null,
  item.updatedAt.toISOString(),
  item.id,
]

function readPosition([pinned, updatedAt, id]: unknown[]): Position | null {
  const isTime = typeof updatedAt === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(updatedAt)
  if (typeof pinned !== 'boolean' || !isTime || Number.isNaN(Date.parse(updatedAt))) return null
  const parsed = idSchema.safeParse(id)
  return parsed.success ? [pinned, updatedAt, parsed.data] : null
}
