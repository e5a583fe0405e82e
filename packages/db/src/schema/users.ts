import { boolean, pgTable, text, uuid } from 'drizzle-orm/pg-core'

import { times } from './columns.ts'

/** A person, or a guest who has not signed up yet. The owner of every other row. */
export const users = pgTable('users', {
  id: uuid().primaryKey().defaultRandom(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: boolean().notNull().default(false),
  image: text(),
  isAnonymous: boolean().notNull().default(false),
  ...times,
})
export type User = typeof users.$inferSelect
