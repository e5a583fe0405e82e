import { limits, newId, type CreateConversation } from '@parley/contract'

import { DEFAULT_TITLE, type Conversation } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { conversationColumns } from './columns.ts'
import { getConversation } from './get.ts'

const CREATE = `
  with made as (
    insert into conversations as c (user_id, id, title, model, system_prompt, context_limit)
    values ($1, $2, $3, $4, $5, coalesce($6::int, ${limits.contextMessagesDefault}))
    on conflict (user_id, id) do nothing
    returning ${conversationColumns}
  )
  select * from made`

/** Makes a conversation; with an id that exists already it gives back the one that is there, as it is. */
export async function createConversation({ db, userId }: Scope, input: CreateConversation): Promise<Conversation> {
  const id = input.id ?? newId()
  const [made] = await db.query<Conversation>(CREATE, [
    userId,
    id,
    input.title ?? DEFAULT_TITLE,
    input.model ?? null,
    input.systemPrompt ?? null,
    input.contextLimit ?? null,
  ])
  return made ?? (await getConversation({ db, userId }, id))
}
