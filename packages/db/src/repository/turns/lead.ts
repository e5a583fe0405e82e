import { notFound } from '@parley/contract'

import type { Queries } from '../../queries.ts'
import type { Conversation, Message } from '../../schema/index.ts'
import { conversationColumns } from '../conversations/columns.ts'
import { previewOf } from '../preview.ts'

const LEAD = `
  update conversations c set head_id = m.id, head_parent_id = m.parent_id, head_segment = m.segment, head_depth = m.depth,
    writing_id = case when m.status = 'streaming' then m.id end,
    preview = coalesce(nullif($4, ''), c.preview),
    updated_at = case when $5::boolean then greatest(c.updated_at, clock_timestamp()) else c.updated_at end
  from messages m
  where c.user_id = $1 and c.id = $2 and m.user_id = $1 and m.conversation_id = $2 and m.id = $3
  returning ${conversationColumns}`

/**
 * Makes a leaf the head of its locked conversation, and its text the preview where it has any. `touch` moves the
 * conversation to the top of the list.
 */
export async function lead(
  tx: Queries,
  userId: string,
  { conversationId, id, content }: Pick<Message, 'conversationId' | 'id' | 'content'>,
  { touch }: { touch: boolean },
): Promise<Conversation> {
  const [conversation] = await tx.query<Conversation>(LEAD, [userId, conversationId, id, previewOf(content), touch])
  if (!conversation) throw notFound('message')
  return conversation
}
