import type { GenerationEvent } from '@parley/contract'
import { foreignKey, jsonb, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'

import { positiveInteger } from './columns.ts'
import { generations } from './generations.ts'

/** The append-only log of a running generation; folded into its message and removed when it ends. */
export const generationEvents = pgTable(
  'generation_events',
  {
    userId: uuid().notNull(),
    generationId: uuid().notNull(),
    seq: positiveInteger().notNull(),
    event: jsonb().notNull().$type<GenerationEvent>(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.generationId, t.seq] }),
    foreignKey({
      name: 'generation_events_generation',
      columns: [t.userId, t.generationId],
      foreignColumns: [generations.userId, generations.id],
    }).onDelete('cascade'),
  ],
)
export type StoredEvent = Pick<typeof generationEvents.$inferSelect, 'seq' | 'event'>
