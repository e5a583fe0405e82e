import { pgTable, uuid } from 'drizzle-orm/pg-core'

import { moment } from './columns.ts'

/** A server process that runs generations. Its row is its lease: what it writes is fenced by an update of this row. */
export const processes = pgTable('processes', {
  id: uuid().primaryKey(),
  startedAt: moment().notNull().defaultNow(),
  heartbeatAt: moment().notNull().defaultNow(),
  /** Set by the process that found the heartbeat too old; from then on the expired process writes nothing. */
  expiredAt: moment(),
})
export type Process = typeof processes.$inferSelect
