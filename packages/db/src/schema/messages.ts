import { limits, messageStatuses, roles, type MessageError, type Part, type Usage } from '@parley/contract'
import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'

import { times } from './columns.ts'
import { conversations } from './conversations.ts'

export const messageRole = pgEnum('message_role', roles)
export const messageStatus = pgEnum('message_status', messageStatuses)

export const messages = pgTable(
  'messages',
  {
    userId: uuid().notNull(),
    conversationId: uuid().notNull(),
    id: uuid().notNull(),
    /** The message it answers; null at the start of a tree. */
    parentId: uuid(),
    /** Arrival order in the conversation, from 1 without gaps; given out under the conversation's row lock. */
    seq: integer().notNull(),
    role: messageRole().notNull(),
    status: messageStatus().notNull().default('complete'),
    content: text().notNull(),
    /** Only where there is more than text. */
    parts: jsonb().$type<Part[]>(),
    model: text(),
    usage: jsonb().$type<Usage>(),
    error: jsonb().$type<MessageError>(),
    ...times,
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.conversationId, t.id] }),
    // Makes a wrong arrival number impossible to store.
    unique('messages_seq').on(t.userId, t.conversationId, t.seq),
    foreignKey({
      name: 'messages_conversation',
      columns: [t.userId, t.conversationId],
      foreignColumns: [conversations.userId, conversations.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'messages_parent',
      columns: [t.userId, t.conversationId, t.parentId],
      foreignColumns: [t.userId, t.conversationId, t.id],
    }),
    // The siblings of a message in order, their count, and the check of messages_parent when a conversation is erased.
    index('messages_siblings').on(t.userId, t.conversationId, t.parentId, t.seq),
    check('messages_seq_positive', sql`${t.seq} > 0`),
    check('messages_status_of_role', sql`${t.status} = 'complete' or ${t.role} = 'assistant'`),
    check('messages_content_not_blank', sql`${t.role} <> 'user' or btrim(${t.content}, E' \\t\\n\\r\\f\\v') <> ''`),
    check(
      'messages_content_length',
      sql`${t.role} = 'assistant' or char_length(${t.content}) <= ${sql.raw(String(limits.messageCharsCeiling))}`,
    ),
  ],
)
export type Message = Omit<typeof messages.$inferSelect, 'userId'>
/** A message of a branch with its place among its siblings, for a switcher that shows ‹ 2 / 3 ›. */
export type BranchMessage = Message & { siblingCount: number; siblingIndex: number }
