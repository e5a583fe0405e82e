import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'

import { moment, times } from './columns.ts'

/** A short-lived secret that proves something: an address, a device, a password reset. */
export const verifications = pgTable(
  'verifications',
  {
    id: uuid().primaryKey().defaultRandom(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: moment().notNull(),
    ...times,
  },
  (t) => [
    // The newest secret for an identifier.
    index('verifications_identifier').on(t.identifier),
  ],
)
export type Verification = typeof verifications.$inferSelect
