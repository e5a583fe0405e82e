import { timestamp } from 'drizzle-orm/pg-core'

/** A moment in UTC, to the millisecond: what a JavaScript Date holds, so that a Date read and sent back is equal. */
export const moment = () => timestamp({ withTimezone: true, precision: 3 })

/** When a row was made and last changed. */
export const times = {
  createdAt: moment().notNull().defaultNow(),
  updatedAt: moment().notNull().defaultNow(),
}
