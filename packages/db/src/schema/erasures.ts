import { index, pgEnum, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'

import { changedIn, moment } from './columns.ts'
import { users } from './users.ts'

const erasedNouns = ['conversation', 'task'] as const
export type ErasedNoun = (typeof erasedNouns)[number]
export const erasedNoun = pgEnum('erased_noun', erasedNouns)

/** The ids of what a user erased, kept at least 30 days: open tabs learn of it, and a late repeat does not make it anew. */
export const erasures = pgTable(
  'erasures',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    noun: erasedNoun().notNull(),
    id: uuid().notNull(),
    erasedAt: moment().notNull().defaultNow(),
    changedIn: changedIn(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.noun, t.id] }),
    // What was erased since a position of the feed.
    index('erasures_changed').on(t.userId, t.changedIn),
  ],
)
