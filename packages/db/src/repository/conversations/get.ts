import { notFound } from '@parley/contract'

import type { Conversation } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { conversationColumns } from './columns.ts'

const GET = `
  select ${conversationColumns} from conversations c
  where c.user_id = $1 and c.id = $2 and c.deleted_at is null`

const MODEL = `select c.model from conversations c where c.user_id = $1 and c.id = $2`

/** The model chosen for a conversation; null when none was, or there is no such conversation yet. */
export async function conversationModel({ db, userId }: Scope, id: string): Promise<string | null> {
  const [conversation] = await db.query<Pick<Conversation, 'model'>>(MODEL, [userId, id])
  return conversation?.model ?? null
}

/** Throws NOT_FOUND when it is missing, in the trash or not this user's. */
export async function getConversation({ db, userId }: Scope, id: string): Promise<Conversation> {
  const [conversation] = await db.query<Conversation>(GET, [userId, id])
  if (!conversation) throw notFound('conversation')
  return conversation
}
