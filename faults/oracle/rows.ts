import type { MessageStatus } from '@parley/contract'
import type { Database } from '@parley/db'

export interface ConversationRow {
  id: string
  headId: string | null
  messageCount: number
  trashed: boolean
}

export interface MessageRow {
  id: string
  conversationId: string
  parentId: string | null
  seq: number
  role: 'system' | 'user' | 'assistant'
  status: MessageStatus
  content: string
}

export interface GenerationRow {
  id: string
  messageId: string
  status: 'running' | Exclude<MessageStatus, 'streaming'>
  /** Rows of its log. */
  events: number
}

/** What is stored of some conversations, read past every replica. */
export interface Rows {
  conversations: ConversationRow[]
  messages: MessageRow[]
  generations: GenerationRow[]
}

const ids = 'select value::uuid from jsonb_array_elements_text($1::jsonb)'

const CONVERSATIONS = `
  select id, head_id as "headId", message_count as "messageCount", deleted_at is not null as trashed
  from conversations where id in (${ids})`

const MESSAGES = `
  select id, conversation_id as "conversationId", parent_id as "parentId", seq, role, status, content
  from messages where conversation_id in (${ids})`

const GENERATIONS = `
  select g.id, g.message_id as "messageId", g.status, (
    select count(*)::int from generation_events e where e.user_id = g.user_id and e.generation_id = g.id) as events
  from generations g where g.conversation_id in (${ids})`

/** Reads them as of one moment. */
export function readRows(db: Database, conversations: Iterable<string>): Promise<Rows> {
  const args = [JSON.stringify([...conversations])]
  return db.transaction(
    async (tx) => ({
      conversations: await tx.query<ConversationRow>(CONVERSATIONS, args),
      messages: await tx.query<MessageRow>(MESSAGES, args),
      generations: await tx.query<GenerationRow>(GENERATIONS, args),
    }),
    'isolation level repeatable read read only',
  )
}
