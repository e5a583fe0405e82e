import { limits, messageStatuses, roles, type MessageError, type Part, type Usage } from '@parley/contract'
import { sql } from 'drizzle-orm'
import { check, foreignKey, index, jsonb, pgEnum, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'

import { atMost, notBlank, positiveInteger, times } from './columns.ts'
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
    seq: positiveInteger().notNull(),
    /**
     * The stretch of the tree without a fork that it belongs to, named by the `seq` of its first message. The first
     * child of a message goes on in its segment, each further child begins one.
     */
    segment: positiveInteger().notNull(),
    /** Its place in its branch, from 1 at the root. */
    depth: positiveInteger().notNull(),
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
    // The first message of a segment; makes a second message with the same arrival number impossible.
    unique('messages_seq').on(t.userId, t.conversationId, t.seq),
    foreignKey({
      name: 'messages_conversation',
      columns: [t.userId, t.conversationId],
      foreignColumns: [conversations.userId, conversations.id],
    }).onDelete('cascade'),
    // A page of a branch is one range of this index for each segment that it crosses.
    unique('messages_branch').on(t.userId, t.conversationId, t.segment, t.depth),
    // The further versions at one point. A conversation that never forked has one row here.
    index('messages_forks')
      .on(t.userId, t.conversationId, t.parentId, t.seq)
      .where(sql`${t.segment} = ${t.seq}`),
    // One check, for the price of it. What a model has written is not judged.
    check(
      'messages_content',
      sql`${t.role} = 'assistant' or (${t.status} = 'complete' and ${notBlank(t.content)}
        and char_length(${t.content}) <= ${atMost(limits.messageCharsCeiling)})`,
    ),
  ],
)
/** The owner is known to who reads it, and how branches are found to nobody but the statements that read them. */
export const HIDDEN_MESSAGE_COLUMNS = ['userId', 'segment', 'depth'] as const
export type Message = Omit<typeof messages.$inferSelect, (typeof HIDDEN_MESSAGE_COLUMNS)[number]>
/** A message of a branch with its place among its siblings, for a switcher that shows ‹ 2 / 3 ›. */
export type BranchMessage = Message & { siblingCount: number; siblingIndex: number }
