import { newId } from '@parley/contract'

import type { Conversation } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { conversationColumns } from './columns.ts'

const GET_MAIN = `
  select ${conversationColumns} from conversations c
  where c.user_id = $1 and c.is_main and c.deleted_at is null`

const MAKE_MAIN = `
  insert into conversations (user_id, id, is_main) values ($1, $2, true)
  on conflict (user_id) where is_main and deleted_at is null do nothing`

/** The user's one main conversation, made on the first call. Moving it to the trash makes room for a new one. */
export async function mainConversation({ db, userId }: Scope): Promise<Conversation> {
  const [main] = await db.query<Conversation>(GET_MAIN, [userId])
  if (main) return main
  await db.query(MAKE_MAIN, [userId, newId()])
  return mainConversation({ db, userId })
}
