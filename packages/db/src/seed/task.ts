import type { tasks } from '../schema/index.ts'
import type { ConversationPlan } from './conversation.ts'
import type { NewRow } from './insert.ts'
import { createRandom, idAt } from './random.ts'
import { topics } from './topics/index.ts'
import { wordsOn } from './words.ts'

export type TaskRow = NewRow<typeof tasks>

const DAY_MS = 24 * 60 * 60_000

/** Where a task came from. */
export interface Source {
  conversationId: string
  messageId: string
}

/** Makes up one task, which may have come from an answer. The same plan gives the same row. */
export function sampleTask(
  { userId, key, until }: Pick<ConversationPlan, 'userId' | 'key' | 'until'>,
  source: Source | null,
): TaskRow {
  const random = createRandom(...key)
  const topic = random.pick(topics)
  const words = wordsOn(topic, random.pick(topic.subjects))
  const createdAt = until.getTime() - Math.floor(random.longTail(30 * DAY_MS, 700 * DAY_MS))
  const completed = random.chance(0.4)
  const dueAt = createdAt + random.between(1, 60) * DAY_MS
  const from = random.chance(0.4) ? source : null
  return {
    userId,
    id: idAt(createdAt, random),
    title: words.task(random),
    description: words.note(random),
    completed,
    dueOn: random.chance(0.5) ? new Date(dueAt).toISOString().slice(0, 'YYYY-MM-DD'.length) : null,
    sourceConversationId: from?.conversationId ?? null,
    sourceMessageId: from?.messageId ?? null,
    createdAt: new Date(createdAt),
    updatedAt: new Date(completed ? random.between(createdAt, until.getTime()) : createdAt),
  }
}
