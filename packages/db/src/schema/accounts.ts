import { index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'

import { moment, times } from './columns.ts'
import { users } from './users.ts'

/** One way in which a user signs in: a password, or an account with another provider. */
export const accounts = pgTable(
  'accounts',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    providerId: text().notNull(),
    accountId: text().notNull(),
    password: text(),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: moment(),
    refreshTokenExpiresAt: moment(),
    scope: text(),
    ...times,
  },
  (t) => [
    // Sign-in by provider and the provider's own id.
    unique('accounts_provider').on(t.providerId, t.accountId),
    // A user's ways in, and the cascade from users.
    index('accounts_user').on(t.userId),
  ],
)
export type Account = typeof accounts.$inferSelect
