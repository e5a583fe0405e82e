import { sql, type Column } from 'drizzle-orm'
import { customType, timestamp } from 'drizzle-orm/pg-core'

/** A moment in UTC, to the millisecond: what a JavaScript Date holds, so that a Date read and sent back is equal. */
export const moment = () => timestamp({ withTimezone: true, precision: 3 })

/**
 * A column of a domain: a type of the database that carries its rule. Postgres keeps a domain's rule ready, where it builds
 * a table's checks anew for each statement; the tables that every message writes to use domains for that reason.
 */
export const textDomain = (name: string) => customType<{ data: string }>({ dataType: () => name })
export const integerDomain = (name: string) => customType<{ data: number }>({ dataType: () => name })

/** A whole number from 1. */
export const positiveInteger = integerDomain('positive_integer')

/** Whether a text has more than white space; the vertical tab by its number, for Postgres before 16 knows no letter for it. */
export const notBlank = (column: Column) => sql`btrim(${column}, E' \\t\\n\\r\\f\\x0B') <> ''`

/** A limit as a check has it written down. */
export const atMost = (limit: number) => sql.raw(String(limit))

const transaction = customType<{ data: string }>({ dataType: () => 'xid8' })

/**
 * The transaction that changed the row last, for a feed of changes. Set by the default, and by the triggers
 * `…_changed` where a statement does not set it.
 */
export const changedIn = () =>
  transaction()
    .notNull()
    .default(sql`pg_current_xact_id()`)

/** When a row was made and last changed. */
export const times = {
  createdAt: moment().notNull().defaultNow(),
  updatedAt: moment().notNull().defaultNow(),
}
