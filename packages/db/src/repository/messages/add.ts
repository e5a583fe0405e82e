import type { MessageStatus, Role } from '@parley/contract'

import type { Queries } from '../../queries.ts'
import type { Message } from '../../schema/index.ts'
import { previewOf } from '../preview.ts'
import { messageColumns } from './columns.ts'

/**
 * One statement that takes the conversation's row lock, counts, and stores: `seq` is the count after it, so arrival
 * numbers have no gaps. A missing or trashed conversation gives no row.
 */
const ADD = `
  with locked as (
    select c.id, c.head_id from conversations c
    where c.user_id = $1 and c.id = $2 and c.deleted_at is null
    for no key update
  ), counted as (
    update conversations c set
      message_count = c.message_count + 1,
      head_id = $3,
      preview = coalesce(nullif($4, ''), c.preview),
      updated_at = now()
    from locked where c.user_id = $1 and c.id = locked.id
    returning c.message_count, locked.head_id
  )
  insert into messages as m (user_id, conversation_id, id, parent_id, seq, role, status, content, model)
  select $1, $2, $3, case when $5::boolean then head_id else $6::uuid end, message_count,
    $7::text::message_role, $8::text::message_status, $9, $10
  from counted
  returning ${messageColumns}`

export interface NewMessage {
  conversationId: string
  id: string
  /** The head when undefined, a new root when null. */
  parentId: string | null | undefined
  role: Role
  status: MessageStatus
  content: string
  model: string | null
}

/** Stores a message and makes it the head. Undefined when there is no such conversation. */
export async function addMessage(queries: Queries, userId: string, message: NewMessage): Promise<Message | undefined> {
  const [row] = await queries.query<Message>(ADD, [
    userId,
    message.conversationId,
    message.id,
    previewOf(message.content),
    message.parentId === undefined,
    message.parentId ?? null,
    message.role,
    message.status,
    message.content,
    message.model,
  ])
  return row
}
