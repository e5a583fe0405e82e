import { limits } from '@parley/contract'
import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

import { changedIn, integerDomain, moment, textDomain, times } from './columns.ts'
import { users } from './users.ts'

/** The title of a conversation that nobody has named. */
export const DEFAULT_TITLE = 'New chat'

// The rules of these are in the migration that makes them: the lengths and the range of contract's limits.
const title = textDomain('conversation_title')
const preview = textDomain('conversation_preview')
const systemPrompt = textDomain('system_prompt')
const contextLimit = integerDomain('context_limit')
const messageCount = integerDomain('message_count')

export const conversations = pgTable(
  'conversations',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    id: uuid().notNull(),
    title: title().notNull().default(DEFAULT_TITLE),
    /** Whether the user chose the title; one that we made gives way to a better one. */
    titleGiven: boolean().notNull().default(false),
    /** The leaf of the active branch. No foreign key: only statements that have just stored or found that message set it. */
    headId: uuid(),
    /** The head's parent, segment and depth, so that the next message is added without a look at the messages. */
    headParentId: uuid(),
    headSegment: integer().notNull().default(1),
    headDepth: integer().notNull().default(0),
    /** The head's id while the head is being written; what else it holds says nothing. */
    writingId: uuid(),
    /** Messages of all branches; also the `seq` of the newest one. */
    messageCount: messageCount().notNull().default(0),
    preview: preview().notNull().default(''),
    contextLimit: contextLimit().notNull().default(limits.contextMessagesDefault),
    model: text(),
    systemPrompt: systemPrompt(),
    /** Of one in the trash it tells what it was: it is not the main one any more. */
    isMain: boolean().notNull().default(false),
    pinnedAt: moment(),
    archivedAt: moment(),
    deletedAt: moment(),
    changedIn: changedIn(),
    ...times,
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.id] }),
    // The user's main conversation; makes get-or-create safe under simultaneous first calls.
    uniqueIndex('conversations_main')
      .on(t.userId)
      .where(sql`${t.isMain} and ${t.deletedAt} is null`),
    // A page of the list. A row is in exactly one of these three, so a message pays for one of them.
    index('conversations_list')
      .on(t.userId, sql`(${t.pinnedAt} is not null)`, t.updatedAt, t.id)
      .where(sql`${t.deletedAt} is null and ${t.archivedAt} is null`),
    // A page of the archive.
    index('conversations_archive')
      .on(t.userId, sql`(${t.pinnedAt} is not null)`, t.updatedAt, t.id)
      .where(sql`${t.deletedAt} is null and ${t.archivedAt} is not null`),
    // A page of the trash.
    index('conversations_trash')
      .on(t.userId, sql`(${t.pinnedAt} is not null)`, t.updatedAt, t.id)
      .where(sql`${t.deletedAt} is not null`),
    // What changed since a position of the feed.
    index('conversations_changed').on(t.userId, t.changedIn),
  ],
)
/** The owner is known to who reads it, and where its head lies to nobody but the statements that add messages. */
export const HIDDEN_CONVERSATION_COLUMNS = [
  'userId',
  'headParentId',
  'headSegment',
  'headDepth',
  'writingId',
  'changedIn',
] as const
export type Conversation = Omit<typeof conversations.$inferSelect, (typeof HIDDEN_CONVERSATION_COLUMNS)[number]>
/** What a list shows; the system prompt may be long and is left out. */
export type ConversationSummary = Omit<Conversation, 'systemPrompt'>
