import { isDeepStrictEqual } from 'node:util'

import type { ChangesEvent, ConversationSummary, Parley, RouterOutputs } from '@parley/client'
import type { MessageStatus } from '@parley/contract'
import type { Database } from '@parley/db'

type Task = RouterOutputs['tasks']['list']['items'][number]

/** What a client shows of a user, by id; of the messages those that a model wrote. */
export interface Snapshot {
  conversations: Map<string, ConversationSummary>
  tasks: Map<string, Task>
  answers: Map<string, { conversationId: string; status: MessageStatus }>
}

export const emptySnapshot = (): Snapshot => ({ conversations: new Map(), tasks: new Map(), answers: new Map() })

const PAGE = 200

const ANSWERS = `
  select m.id, m.conversation_id as "conversationId", m.status from messages m
  where m.user_id = $1 and exists (select from generations g where g.user_id = $1 and g.message_id = m.id)`

/** Everything of a user: the three shelves and the tasks as a replica lists them, the answers as they are stored. */
export async function readSnapshot({ trpc }: Parley, db: Database, userId: string): Promise<Snapshot> {
  const { conversations, tasks } = trpc
  const shelf = (where: { archived?: true; trashed?: true }) =>
    wholeList((cursor) => conversations.list.query({ limit: PAGE, cursor, ...where }))
  const [shelves, allTasks, answers] = await Promise.all([
    Promise.all([shelf({}), shelf({ archived: true }), shelf({ trashed: true })]),
    wholeList((cursor) => tasks.list.query({ limit: PAGE, cursor })),
    db.query<{ id: string; conversationId: string; status: MessageStatus }>(ANSWERS, [userId]),
  ])
  return {
    conversations: new Map(shelves.flat().map((one) => [one.id, one])),
    tasks: new Map(allTasks.map((one) => [one.id, one])),
    answers: new Map(answers.map(({ id, ...answer }) => [id, answer])),
  }
}

async function wholeList<Item>(
  page: (cursor: string | null) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  do {
    const next: { items: Item[]; nextCursor: string | null } = await page(cursor)
    items.push(...next.items)
    cursor = next.nextCursor
  } while (cursor !== null)
  return items
}

/** What a client makes of what has changed. */
export function applyChanges(snapshot: Snapshot, { changes }: Extract<ChangesEvent, { type: 'changes' }>): void {
  const { conversations, tasks, answers } = snapshot
  for (const change of changes) {
    if (change.type === 'conversation') conversations.set(change.conversation.id, change.conversation)
    else if (change.type === 'task') tasks.set(change.task.id, change.task)
    else if (change.type === 'task-erased') tasks.delete(change.id)
    else if (change.type === 'message') {
      const { messageId, conversationId, status } = change
      answers.set(messageId, { conversationId, status })
    } else {
      conversations.delete(change.id)
      for (const [id, { conversationId }] of answers) if (conversationId === change.id) answers.delete(id)
    }
  }
}

/** What of one snapshot is not as in the other, a line each. */
export function differences(shown: Snapshot, stored: Snapshot): string[] {
  return (['conversations', 'tasks', 'answers'] as const).flatMap((noun) => {
    const [have, want] = [new Map<string, unknown>(shown[noun]), new Map<string, unknown>(stored[noun])]
    return [...new Set([...have.keys(), ...want.keys()])]
      .filter((id) => !isDeepStrictEqual(have.get(id), want.get(id)))
      .map((id) => `${noun} ${id}: shown ${written(have.get(id))}, stored ${written(want.get(id))}`)
  })
}

const written = (row: unknown): string => (row === undefined ? 'nothing' : JSON.stringify(row))
