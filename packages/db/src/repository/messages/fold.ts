import { foldEvents, type GenerationEvent } from '@parley/contract'

import type { Message } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { messageColumns } from './columns.ts'

// One snapshot of the messages and their events: a generation that ended meanwhile shows its finished message.
const READ_STREAMING = `
  select ${messageColumns}, coalesce(
    (select json_agg(e.event order by e.seq)
     from generations g join generation_events e on e.user_id = g.user_id and e.generation_id = g.id
     where g.user_id = m.user_id and g.conversation_id = m.conversation_id and g.message_id = m.id and g.status = 'running'),
    '[]') as events
  from messages m
  where m.user_id = $1 and m.conversation_id = $2
    and m.id in (select value::uuid from jsonb_array_elements_text($3::jsonb))`

/** The messages with the text that their running generations have stored so far. All are of one conversation. */
export async function foldStreaming<Row extends Message>({ db, userId }: Scope, rows: Row[]): Promise<Row[]> {
  const streaming = rows.filter((row) => row.status === 'streaming')
  const [first] = streaming
  if (!first) return rows
  const ids = JSON.stringify(streaming.map((row) => row.id))
  const fresh = await db.query<Message & { events: GenerationEvent[] }>(READ_STREAMING, [
    userId,
    first.conversationId,
    ids,
  ])
  const byId = new Map(
    fresh.map(({ events, ...message }) => [message.id, { ...message, ...foldEvents(message, events) }]),
  )
  return rows.map((row) => ({ ...row, ...byId.get(row.id) }))
}
