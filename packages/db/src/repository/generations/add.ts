import { newId } from '@parley/contract'

import type { Queries } from '../../queries.ts'
import type { Generation } from '../../schema/index.ts'
import { generationColumns } from './columns.ts'

const ADD = `
  insert into generations as g (user_id, id, conversation_id, message_id, owner, model, created_at)
  values ($1, $2, $3, $4, $5, $6, clock_timestamp())
  returning ${generationColumns}`

/** Starts the log of a generation that `owner` will run. The message is there already, or in the same transaction. */
export async function addGeneration(
  queries: Queries,
  userId: string,
  {
    conversationId,
    messageId,
    owner,
    model,
  }: { conversationId: string; messageId: string; owner: string; model: string },
): Promise<Generation | null> {
  const [row] = await queries.query<Generation>(ADD, [userId, newId(), conversationId, messageId, owner, model])
  return row ?? null
}
