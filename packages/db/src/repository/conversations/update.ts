import { notFound, type UpdateConversation } from '@parley/contract'

import type { Conversation } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { conversationColumns } from './columns.ts'

const UPDATE = `
  update conversations c set
    title = coalesce($3, c.title),
    title_given = c.title_given or $3 is not null,
    context_limit = coalesce($4::int, c.context_limit),
    pinned_at = case when $5::boolean then coalesce(c.pinned_at, now()) when not $5 then null else c.pinned_at end,
    archived_at = case when $6::boolean then coalesce(c.archived_at, now()) when not $6 then null else c.archived_at end,
    model = case when $7::boolean then $8 else c.model end,
    system_prompt = case when $9::boolean then $10 else c.system_prompt end
  where c.user_id = $1 and c.id = $2 and c.deleted_at is null
  returning ${conversationColumns}`

/** Changes only what is given. `updatedAt` stays: a renamed or pinned conversation keeps its place in the list. */
export async function updateConversation({ db, userId }: Scope, input: UpdateConversation): Promise<Conversation> {
  const [conversation] = await db.query<Conversation>(UPDATE, [
    userId,
    input.id,
    input.title ?? null,
    input.contextLimit ?? null,
    input.pinned ?? null,
    input.archived ?? null,
    input.model !== undefined,
    input.model ?? null,
    input.systemPrompt !== undefined,
    input.systemPrompt ?? null,
  ])
  if (!conversation) throw notFound('conversation')
  return conversation
}
