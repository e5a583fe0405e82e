import { bigint, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'

/** Requests counted per key, shared by all replicas. */
export const rateLimits = pgTable('rate_limits', {
  id: uuid().primaryKey().defaultRandom(),
  key: text().notNull().unique(),
  count: integer().notNull(),
  /** Unix time in milliseconds. */
  lastRequest: bigint({ mode: 'number' }).notNull(),
})
export type RateLimit = typeof rateLimits.$inferSelect
