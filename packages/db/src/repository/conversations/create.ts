import { limits, newId, type CreateConversation } from '@parley/contract'

import { DEFAULT_TITLE, type Conversation } from '../../schema/index.ts'
import { isNew } from '../erasures.ts'
import type { Scope } from '../scope.ts'
import { conversationColumns } from './columns.ts'
import { getConversation } from './get.ts'

const CREATE = `
  with made as (
    insert into conversations as c (user_id, id, title, title_given, model, system_prompt, context_limit)
    select $1, $2, $3, $7, $4, $5, coalesce($6::int, ${limits.contextMessagesDefault})
    where ${isNew('conversation')}
    on conflict (user_id, id) do nothing
    returning ${conversationColumns}
  )
  select * from made`

/**
 * Makes a conversation; with an id that exists already it gives back the one that is there, as it is. An id that was
 * erased is NOT_FOUND.
 */
export async function createConversation({ db, userId }: Scope, input: CreateConversation): Promise<Conversation> {
  const id = input.id ?? newId()
  const [made] = await db.query<Conversation>(CREATE, [
    userId,
    id,
    input.title ?? DEFAULT_TITLE,
    input.model ?? null,
    input.systemPrompt ?? null,
    input.contextLimit ?? null,
    input.title !== undefined,
  ])
  return made ?? (await getConversation({ db, userId }, id))
}
