import { expect, vi } from 'vitest'

import type { Database } from '../connect.ts'
import type { Queries } from '../queries.ts'
import { createRepository } from './index.ts'

const ROLLED_BACK = new Error('Rolled back.')

/** For tests: a transaction that stays open until it is told how to end, with a repository whose statements are in it. */
export async function openTransaction(db: Database, userId: string) {
  const begun = Promise.withResolvers<Queries>()
  const end = Promise.withResolvers<boolean>()
  const running = db.transaction(async (tx) => {
    begun.resolve(tx)
    if (!(await end.promise)) throw ROLLED_BACK
  })
  const ended = running.catch((error: unknown) => {
    if (error !== ROLLED_BACK) throw error
  })
  const tx = await Promise.race([begun.promise, ended.then(() => begun.promise)])
  const finish = (commit: boolean) => {
    end.resolve(commit)
    return ended
  }
  const inside: Database = { ...db, query: (text, args) => tx.query(text, args), transaction: (work) => work(tx) }
  return {
    repo: createRepository(inside, userId),
    commit: () => finish(true),
    rollBack: () => finish(false),
  }
}

const WAITING = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`

/** For tests: resolves when some statement waits for a lock of another transaction. */
export const untilOneWaits = (db: Database) =>
  vi.waitFor(async () => expect(await db.query(WAITING)).not.toEqual([]), { timeout: 10_000, interval: 5 })
