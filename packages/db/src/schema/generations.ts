import type { ContextReceipt, MessageError, MessageStatus, Usage } from '@parley/contract'
import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

import { changedIn, moment } from './columns.ts'
import { messages } from './messages.ts'

/** How a message stands when no generation fills it any more. */
export type EndedStatus = Exclude<MessageStatus, 'streaming'>

const generationStatuses = ['running', 'complete', 'stopped', 'interrupted', 'failed'] as const satisfies readonly (
  | 'running'
  | EndedStatus
)[]
export const generationStatus = pgEnum('generation_status', generationStatuses)

/** One run of a model that fills one assistant message. */
export const generations = pgTable(
  'generations',
  {
    userId: uuid().notNull(),
    id: uuid().notNull(),
    conversationId: uuid().notNull(),
    messageId: uuid().notNull(),
    /** The process that runs it. No foreign key: a process may be gone while its generations wait to be claimed. */
    owner: uuid().notNull(),
    status: generationStatus().notNull().default('running'),
    model: text().notNull(),
    stopRequestedAt: moment(),
    receipt: jsonb().$type<ContextReceipt>(),
    usage: jsonb().$type<Usage>(),
    error: jsonb().$type<MessageError>(),
    createdAt: moment().notNull().defaultNow(),
    endedAt: moment(),
    changedIn: changedIn(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.id] }),
    foreignKey({
      name: 'generations_message',
      columns: [t.userId, t.conversationId, t.messageId],
      foreignColumns: [messages.userId, messages.conversationId, messages.id],
    }).onDelete('cascade'),
    // The generations of a message, and the cascade from messages.
    index('generations_message').on(t.userId, t.conversationId, t.messageId),
    // At most one generation fills a message at a time; finds it for follow and stop.
    uniqueIndex('generations_running')
      .on(t.userId, t.conversationId, t.messageId)
      .where(sql`${t.status} = 'running'`),
    // What a process runs: its stop requests, and what is left behind when it dies.
    index('generations_owner')
      .on(t.owner)
      .where(sql`${t.status} = 'running'`),
    // The answers that began or ended since a position of the feed.
    index('generations_changed').on(t.userId, t.changedIn),
    check('generations_ended', sql`(${t.status} = 'running') = (${t.endedAt} is null)`),
  ],
)
export const HIDDEN_GENERATION_COLUMNS = ['userId', 'changedIn'] as const
export type Generation = Omit<typeof generations.$inferSelect, (typeof HIDDEN_GENERATION_COLUMNS)[number]>
