import { notFound, type MessageRef } from '@parley/contract'

import type { Message } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { messageColumns } from './columns.ts'
import { foldStreaming } from './fold.ts'

const SIBLINGS = `
  with self as (
    select s.parent_id
    from messages s join conversations c on c.user_id = s.user_id and c.id = s.conversation_id and c.deleted_at is null
    where s.user_id = $1 and s.conversation_id = $2 and s.id = $3
  )
  select ${messageColumns} from self join messages m on m.parent_id = self.parent_id
  where m.user_id = $1 and m.conversation_id = $2
  union all
  select ${messageColumns} from self join messages m on m.parent_id is null
  where self.parent_id is null and m.user_id = $1 and m.conversation_id = $2
  order by seq`

/** The versions at one point: every message with the same parent, this one included, in order of arrival. */
export async function listSiblings(scope: Scope, { conversationId, messageId }: MessageRef): Promise<Message[]> {
  const rows = await scope.db.query<Message>(SIBLINGS, [scope.userId, conversationId, messageId])
  if (rows.length === 0) throw notFound('message')
  return foldStreaming(scope, rows)
}
