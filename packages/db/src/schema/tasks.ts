import { limits } from '@parley/contract'
import { sql } from 'drizzle-orm'
import { boolean, check, date, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'

import { atMost, changedIn, notBlank, times } from './columns.ts'
import { users } from './users.ts'

/** Something that a user wants to do. */
export const tasks = pgTable(
  'tasks',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    id: uuid().notNull(),
    title: text().notNull(),
    description: text().notNull().default(''),
    completed: boolean().notNull().default(false),
    /** A day, `YYYY-MM-DD`, in no time zone. */
    dueOn: date(),
    /** The message that it came from; both are emptied when that is erased, by the foreign key `tasks_source`. */
    sourceConversationId: uuid(),
    sourceMessageId: uuid(),
    changedIn: changedIn(),
    ...times,
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.id] }),
    // A page of all tasks in the order in which they were made.
    index('tasks_list').on(t.userId, t.createdAt, t.id),
    // A page of the open ones, or of those that are done.
    index('tasks_completed').on(t.userId, t.completed, t.createdAt, t.id),
    // What the erasure of a message or a conversation empties.
    index('tasks_source')
      .on(t.userId, t.sourceConversationId, t.sourceMessageId)
      .where(sql`${t.sourceConversationId} is not null`),
    // What changed since a position of the feed.
    index('tasks_changed').on(t.userId, t.changedIn),
    check('tasks_title_length', sql`char_length(${t.title}) between 1 and ${atMost(limits.taskTitleChars)}`),
    check('tasks_title_not_blank', notBlank(t.title)),
    check('tasks_description_length', sql`char_length(${t.description}) <= ${atMost(limits.taskDescriptionChars)}`),
    check('tasks_source_whole', sql`(${t.sourceConversationId} is null) = (${t.sourceMessageId} is null)`),
  ],
)
export const HIDDEN_TASK_COLUMNS = ['userId', 'changedIn'] as const
export type Task = Omit<typeof tasks.$inferSelect, (typeof HIDDEN_TASK_COLUMNS)[number]>
