import type { MessageStatus, Role } from '@parley/contract'

import type { Queries } from '../../queries.ts'
import type { Message } from '../../schema/index.ts'
import { previewOf } from '../preview.ts'

/**
 * The conversation's new counters, head and time; the update holds its row lock, so arrival numbers have no gaps and
 * times do not go back.
 */
const counted = (head: string) => `
    update conversations c set
      message_count = c.message_count + 1,
      head_id = $3,
      ${head},
      writing_id = case when $7::text = 'streaming' then $3::uuid end,
      preview = coalesce(nullif($4, ''), c.preview),
      updated_at = greatest(c.updated_at, clock_timestamp()),
      changed_in = pg_current_xact_id()`

/** Says for its transaction that statements place messages themselves; see the trigger `messages_place`. */
export const PLACED = `set_config('parley.placed', 'on', true)`

const INSERT = `
  insert into messages as m (user_id, conversation_id, id, parent_id, seq, segment, depth, role, status, content, model,
    created_at, updated_at)
  select $1, $2, $3, head_parent_id, message_count, head_segment, head_depth,
    $6::text::message_role, $7::text::message_status, $8, $9, updated_at, updated_at
  from counted where ${PLACED} = 'on'
  returning m.parent_id as "parentId", m.seq, m.created_at as "createdAt"`

const RETURNING = 'returning c.message_count, c.head_parent_id, c.head_segment, c.head_depth, c.updated_at'

// The head is a leaf: what follows it is its first child and goes on in its segment.
const ADD_TO_HEAD = `
  with counted as (
    ${counted(`head_parent_id = c.head_id,
      head_depth = c.head_depth + 1`)}
    where c.user_id = $1 and c.id = $2 and c.deleted_at is null and ($5::uuid is null or c.head_id = $5)
      and (c.writing_id is null or c.writing_id <> c.head_id)
    ${RETURNING}
  )
  ${INSERT}`

const ADD_BRANCH = `
  with parent as (
    select p.segment, p.depth + 1 as depth, exists (
      select from messages s
      where s.user_id = $1 and s.conversation_id = $2 and s.segment = p.segment and s.depth = p.depth + 1) as forked
    from messages p where p.user_id = $1 and p.conversation_id = $2 and p.id = $5
  ), place as (
    select case when not forked then segment end as segment, depth from parent
    union all
    select null, 1 where $5::uuid is null
  ), counted as (
    ${counted(`head_parent_id = $5,
      head_segment = coalesce(place.segment, c.message_count + 1),
      head_depth = place.depth`)}
    from place where c.user_id = $1 and c.id = $2 and c.deleted_at is null
    ${RETURNING}
  )
  ${INSERT}`

export interface NewMessage {
  conversationId: string
  id: string
  role: Role
  status: MessageStatus
  content: string
  model: string | null
}

/**
 * Stores a message after the head and makes it the head, in one statement. Undefined when there is no such conversation,
 * when `parentId` is given and is not the head, or when the head is being written.
 */
export const addToHead = (queries: Queries, userId: string, message: NewMessage, parentId?: string) =>
  add(ADD_TO_HEAD, queries, userId, message, parentId ?? null)

/**
 * Stores a message after any parent, or as a new root, and makes it the head. Needs the conversation's lock from an
 * earlier statement of this transaction, to see every child of the parent. Undefined when there is no such parent.
 */
export const addBranch = (queries: Queries, userId: string, message: NewMessage, parentId: string | null) =>
  add(ADD_BRANCH, queries, userId, message, parentId)

async function add(
  statement: string,
  queries: Queries,
  userId: string,
  { conversationId, id, role, status, content, model }: NewMessage,
  parentId: string | null,
): Promise<Message | undefined> {
  const [stored] = await queries.query<Pick<Message, 'parentId' | 'seq' | 'createdAt'>>(statement, [
    userId,
    conversationId,
    id,
    previewOf(content),
    parentId,
    role,
    status,
    content,
    model,
  ])
  if (!stored) return undefined
  // The rest of the row is what was sent: it need not come back.
  const body = { content, parts: null, model, usage: null, error: null }
  return { ...stored, id, conversationId, role, status, ...body, updatedAt: stored.createdAt }
}
