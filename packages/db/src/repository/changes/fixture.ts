import type { Database } from '../../connect.ts'
import type { ConversationSummary, Task } from '../../schema/index.ts'
import { createRepository, type Repository } from '../index.ts'
import type { Change } from './read.ts'

/** For tests: where the changes stand now. */
export const positionNow = async (repo: Repository) => (await repo.changes.read({ since: null })).position

/** For tests: a change in one word and an id. */
export function nameOf(change: Change): string {
  if (change.type === 'conversation') return `conversation ${change.conversation.id}`
  if (change.type === 'task') return `task ${change.task.id}`
  if (change.type === 'message') return `${change.status} ${change.messageId}`
  return `${change.type} ${change.id}`
}

/** For tests: all that the changes tell of, by its ids. */
export interface Shown {
  conversations: Map<string, ConversationSummary>
  tasks: Map<string, Task>
  /** The status of each answer, by conversation and message. */
  answers: Map<string, string>
}

const ANSWERS = `
  select distinct m.conversation_id || ' ' || m.id as key, m.status
  from generations g join messages m
    on m.user_id = g.user_id and m.conversation_id = g.conversation_id and m.id = g.message_id
  where g.user_id = $1`

const SHELVES = [
  { archived: false, trashed: false },
  { archived: true, trashed: false },
  { archived: false, trashed: true },
]

/** For tests: what a client sees that reads everything. */
export async function shownTo(db: Database, userId: string): Promise<Shown> {
  const repo = createRepository(db, userId)
  const lists = await Promise.all(SHELVES.map((shelf) => repo.conversations.list({ ...shelf, limit: 200 })))
  const tasks = await repo.tasks.list({ limit: 200 })
  const answers = await db.query<{ key: string; status: string }>(ANSWERS, [userId])
  return {
    conversations: new Map(lists.flatMap((list) => list.items).map((one) => [one.id, one])),
    tasks: new Map(tasks.items.map((task) => [task.id, task])),
    answers: new Map(answers.map(({ key, status }) => [key, status])),
  }
}

/** For tests: what a client sees that had seen `shown` and was told these changes. */
export function withChanges(shown: Shown, changes: readonly Change[]): Shown {
  const conversations = new Map(shown.conversations)
  const tasks = new Map(shown.tasks)
  const answers = new Map(shown.answers)
  for (const change of changes) {
    if (change.type === 'conversation') conversations.set(change.conversation.id, change.conversation)
    if (change.type === 'task') tasks.set(change.task.id, change.task)
    if (change.type === 'task-erased') tasks.delete(change.id)
    if (change.type === 'message') answers.set(`${change.conversationId} ${change.messageId}`, change.status)
    if (change.type === 'conversation-erased') {
      conversations.delete(change.id)
      for (const key of answers.keys()) if (key.startsWith(change.id)) answers.delete(key)
    }
  }
  return { conversations, tasks, answers }
}
