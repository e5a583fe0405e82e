import type { MessageRef } from '@parley/contract'

import type { Generation } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { generationColumns } from './columns.ts'

const LIST = `
  select ${generationColumns}
  from generations g join conversations c on c.user_id = g.user_id and c.id = g.conversation_id and c.deleted_at is null
  where g.user_id = $1 and g.conversation_id = $2 and g.message_id = $3
  order by g.created_at, g.id`

/** The generations that filled a message, oldest first, each with its context receipt. */
export function listGenerations(
  { db, userId }: Scope,
  { conversationId, messageId }: MessageRef,
): Promise<Generation[]> {
  return db.query<Generation>(LIST, [userId, conversationId, messageId])
}
