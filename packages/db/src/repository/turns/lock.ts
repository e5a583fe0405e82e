import { notFound } from '@parley/contract'

import type { Queries } from '../../queries.ts'
import type { Conversation } from '../../schema/index.ts'
import { conversationColumns } from '../conversations/columns.ts'
import { isNew } from '../erasures.ts'

const LOCK = `
  select ${conversationColumns} from conversations c
  where c.user_id = $1 and c.id = $2
  for no key update`

const MAKE = `
  insert into conversations as c (user_id, id, title) select $1, $2, $3 where ${isNew('conversation')}
  on conflict (user_id, id) do nothing
  returning ${conversationColumns}`

/** Holds the conversation's row until the transaction ends: what follows is alone in this conversation. */
export async function lockConversation(tx: Queries, userId: string, id: string): Promise<Conversation> {
  const [conversation] = await tx.query<Conversation>(LOCK, [userId, id])
  if (!conversation || conversation.deletedAt) throw notFound('conversation')
  return conversation
}

/** `lockConversation`, making the conversation with this title when the id is new. */
export async function lockOrMake(tx: Queries, userId: string, id: string, title: string): Promise<Conversation> {
  const [there] = await tx.query<Conversation>(LOCK, [userId, id])
  const [made] = there ? [there] : await tx.query<Conversation>(MAKE, [userId, id, title])
  return made && !made.deletedAt ? made : lockConversation(tx, userId, id)
}
