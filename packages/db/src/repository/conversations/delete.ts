import { notFound, type DeleteConversation } from '@parley/contract'

import type { Conversation } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { conversationColumns } from './columns.ts'

const TRASH = `
  update conversations c set deleted_at = now()
  where c.user_id = $1 and c.id = $2 and c.deleted_at is null
  returning c.id`

const ERASE = `delete from conversations c where c.user_id = $1 and c.id = $2 returning c.id`

// There may be another main conversation by now.
const RESTORE = `
  update conversations c set deleted_at = null, is_main = false
  where c.user_id = $1 and c.id = $2 and c.deleted_at is not null
  returning ${conversationColumns}`

/** Moves a conversation to the trash; `permanently` erases it with everything in it, also from the trash. */
export async function deleteConversation({ db, userId }: Scope, input: DeleteConversation): Promise<void> {
  const rows = await db.query(input.permanently ? ERASE : TRASH, [userId, input.id])
  if (rows.length === 0) throw notFound('conversation')
}

/** Takes a conversation out of the trash. Throws NOT_FOUND when it is not in it. */
export async function restoreConversation({ db, userId }: Scope, id: string): Promise<Conversation> {
  const [conversation] = await db.query<Conversation>(RESTORE, [userId, id])
  if (!conversation) throw notFound('conversation')
  return conversation
}
