import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'

import { moment, times } from './columns.ts'
import { users } from './users.ts'

/** A signed-in browser or client. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    token: text().notNull().unique(),
    expiresAt: moment().notNull(),
    ipAddress: text(),
    userAgent: text(),
    ...times,
  },
  (t) => [
    // A user's sessions: listing them, ending them all, and the cascade from users.
    index('sessions_user').on(t.userId),
  ],
)
export type Session = typeof sessions.$inferSelect
