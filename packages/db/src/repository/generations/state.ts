import { notFound, type MessageRef } from '@parley/contract'

import type { Generation, Message, StoredEvent } from '../../schema/index.ts'
import { GET_MESSAGE } from '../messages/get.ts'
import type { Scope } from '../scope.ts'
import { generationColumns } from './columns.ts'

const RUNNING = `
  select ${generationColumns}, coalesce(
    (select json_agg(json_build_object('seq', e.seq, 'event', e.event) order by e.seq)
     from generation_events e
     where e.user_id = g.user_id and e.generation_id = g.id
       and e.seq > case when $4::uuid is null or $4 = g.id then $5::int else 0 end),
    '[]') as events
  from generations g
  where g.user_id = $1 and g.conversation_id = $2 and g.message_id = $3 and g.status = 'running'`

export interface GenerationState {
  /** As it is stored: the body that the running generation's events fold onto. */
  message: Message
  generation: Generation | null
  events: StoredEvent[]
}

/**
 * A message, the generation that fills it now, and that generation's events after `afterSeq`, all of one moment.
 * When `generationId` is given and another generation runs, `afterSeq` does not apply: its events come from the first.
 */
export async function generationState(
  { db, userId }: Scope,
  { conversationId, messageId, generationId, afterSeq = 0 }: MessageRef & { generationId?: string; afterSeq?: number },
): Promise<GenerationState> {
  const key = [userId, conversationId, messageId]
  const [[message], [running]] = await db.transaction(
    (tx) =>
      Promise.all([
        tx.query<Message>(GET_MESSAGE, key),
        tx.query<Generation & { events: StoredEvent[] }>(RUNNING, [...key, generationId ?? null, afterSeq]),
      ]),
    'isolation level repeatable read read only',
  )
  if (!message) throw notFound('message')
  if (!running) return { message, generation: null, events: [] }
  const { events, ...generation } = running
  return { message, generation, events }
}
