import type { MessageStatus } from '@parley/contract'
import type { Database } from '@parley/db'

import type { History } from '../history/history.ts'

export interface ConversationRow {
  id: string
  headId: string | null
  messageCount: number
  trashed: boolean
  archived: boolean
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
  conversationId: string
  messageId: string
  status: 'running' | Exclude<MessageStatus, 'streaming'>
  /** Rows of its log. */
  events: number
}

export interface TaskRow {
  id: string
  completed: boolean
}

/** What is stored of some conversations and tasks, read past every replica. */
export interface Rows {
  conversations: ConversationRow[]
  messages: MessageRow[]
  generations: GenerationRow[]
  tasks: TaskRow[]
}

const ids = 'select value::uuid from jsonb_array_elements_text($1::jsonb)'

const CONVERSATIONS = `
  select id, head_id as "headId", message_count as "messageCount", deleted_at is not null as trashed,
    archived_at is not null as archived
  from conversations where id in (${ids})`

const MESSAGES = `
  select id, conversation_id as "conversationId", parent_id as "parentId", seq, role, status, content
  from messages where conversation_id in (${ids})`

const GENERATIONS = `
  select g.id, g.conversation_id as "conversationId", g.message_id as "messageId", g.status, (
    select count(*)::int from generation_events e where e.user_id = g.user_id and e.generation_id = g.id) as events
  from generations g where g.conversation_id in (${ids})`

const TASKS = `select id, completed from tasks where id in (${ids})`

/** Reads them as of one moment. */
export function readRows(db: Database, history: Pick<History, 'conversations' | 'tasks'>): Promise<Rows> {
  const args = [JSON.stringify([...history.conversations])]
  const tasks = [JSON.stringify([...history.tasks.keys()])]
  return db.transaction(
    async (tx) => ({
      conversations: await tx.query<ConversationRow>(CONVERSATIONS, args),
      messages: await tx.query<MessageRow>(MESSAGES, args),
      generations: await tx.query<GenerationRow>(GENERATIONS, args),
      tasks: await tx.query<TaskRow>(TASKS, tasks),
    }),
    'isolation level repeatable read read only',
  )
}
