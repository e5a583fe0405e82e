import { notFound, type MessageRef } from '@parley/contract'

import type { Message } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { messageColumns } from './columns.ts'
import { foldStreaming } from './fold.ts'

/** One message of a conversation that is not in the trash. $1 user, $2 conversation, $3 message. */
export const GET_MESSAGE = `
  select ${messageColumns}
  from messages m join conversations c on c.user_id = m.user_id and c.id = m.conversation_id and c.deleted_at is null
  where m.user_id = $1 and m.conversation_id = $2 and m.id = $3`

/** Throws NOT_FOUND when it is missing, in the trash or not this user's. */
export async function getMessage(scope: Scope, { conversationId, messageId }: MessageRef): Promise<Message> {
  const rows = await scope.db.query<Message>(GET_MESSAGE, [scope.userId, conversationId, messageId])
  const [message] = await foldStreaming(scope, rows)
  if (!message) throw notFound('message')
  return message
}
