import type { MessageStatus } from '@parley/contract'
import type { Conversation, Task } from '@parley/db'

import type { ChangesEvent } from '../changes/feed.ts'
import type { TestApi } from './api.ts'

type Summary = Omit<Conversation, 'systemPrompt'>

/** What a client shows of a user, by id; of the messages only those that a model wrote. */
export interface Snapshot {
  conversations: Record<string, Summary>
  tasks: Record<string, Task>
  answers: Record<string, { conversationId: string; status: MessageStatus }>
}

export const emptySnapshot = (): Snapshot => ({ conversations: {}, tasks: {}, answers: {} })

const ANSWERS = `
  select m.id, m.conversation_id as "conversationId", m.status from messages m
  where m.user_id = $1 and exists (select from generations g where g.user_id = $1 and g.message_id = m.id)`

/** Everything of a user as it is now, with the trash and the archive. */
export async function snapshotOf(api: TestApi, userId: string): Promise<Snapshot> {
  const { conversations, tasks } = api.callerFor(userId)
  const limit = 200
  const pages = await Promise.all([
    conversations.list({ limit }),
    conversations.list({ limit, archived: true }),
    conversations.list({ limit, trashed: true }),
  ])
  const { items } = await tasks.list({ limit })
  type Answer = Snapshot['answers'][string] & { id: string }
  const answers = await api.database.query<Answer>(ANSWERS, [userId])
  return {
    conversations: Object.fromEntries(pages.flatMap((page) => page.items).map((item) => [item.id, item])),
    tasks: Object.fromEntries(items.map((item) => [item.id, item])),
    answers: Object.fromEntries(answers.map(({ id, ...answer }) => [id, answer])),
  }
}

/** What a client makes of what has changed. */
export function applyChanges(snapshot: Snapshot, { changes }: Extract<ChangesEvent, { type: 'changes' }>): void {
  const { conversations, tasks, answers } = snapshot
  for (const change of changes) {
    if (change.type === 'conversation') conversations[change.conversation.id] = change.conversation
    else if (change.type === 'task') tasks[change.task.id] = change.task
    else if (change.type === 'task-erased') delete tasks[change.id]
    else if (change.type === 'message') {
      const { messageId, conversationId, status } = change
      answers[messageId] = { conversationId, status }
    } else {
      delete conversations[change.id]
      for (const [id, answer] of Object.entries(answers)) if (answer.conversationId === change.id) delete answers[id]
    }
  }
}
