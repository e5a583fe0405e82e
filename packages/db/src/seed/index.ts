import type { Database } from '../connect.ts'
import type { SeedCounts, SeedOptions } from './options.ts'
import { makeSamples, type Sample } from './samples.ts'
import { storeSamples } from './store.ts'

export { findAccount } from './account.ts'
export type { SeedCounts, SeedOptions } from './options.ts'

/** Messages in a batch, which is one transaction; a conversation is never divided between two. */
const BATCH = 2_000

/**
 * Adds sample data. The same options give the same rows, ids included; what is there already is left alone, so that a
 * second run adds nothing. Memory does not grow with the size. Throws CONFLICT when a sample user's address is taken.
 *
 * @example
 * ```ts
 * import { connect } from '@parley/db'
 * import { seed } from '@parley/db/seed'
 *
 * await using db = connect('postgres://localhost/parley')
 * const size = { conversations: 40, messages: 30, tasks: 12 }
 * const added = await seed(db, { owners: 3, ...size, seed: 1, until: new Date('2026-01-01') })
 * added.messages satisfies number
 * ```
 */
export async function seed(db: Database, options: SeedOptions): Promise<SeedCounts> {
  const counts: SeedCounts = { users: 0, conversations: 0, messages: 0, tasks: 0, already: 0 }
  let batch: Sample[] = []
  const flush = async () => {
    const added = await storeSamples(db, batch)
    batch = []
    for (const key of ['users', 'conversations', 'messages', 'tasks', 'already'] as const) counts[key] += added[key]
    options.onProgress?.({ ...counts })
  }
  let size = 0
  for (const sample of makeSamples(options)) {
    batch.push(sample)
    size += 1 + (sample.conversation?.row.messageCount ?? 0)
    if (size < BATCH) continue
    size = 0
    await flush()
    if (options.signal?.aborted) return counts
  }
  if (batch.length > 0) await flush()
  // Until the tables are analyzed the planner takes every conversation for a short one.
  await db.query('analyze conversations, messages, tasks')
  return counts
}
