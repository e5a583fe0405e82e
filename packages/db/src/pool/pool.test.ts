import { newId } from '@parley/contract'
import { expect, test, vi } from 'vitest'

import type { Database } from '../connect.ts'
import { createGenerationLog } from '../generation-log/index.ts'
import { createTestDatabase, createUser } from '../testing/index.ts'
import { open } from './open.ts'

const busy = expect.objectContaining({
  reason: 'UNAVAILABLE',
  retryAfter: 1,
  message: expect.stringContaining('too busy'),
})

/** Takes `count` connections of the pool; calling what it gives frees them again. */
async function hold(db: Database, count: number): Promise<() => Promise<void>> {
  const free = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  let running = 0
  const all = Array.from({ length: count }, () =>
    db.transaction(async (tx) => {
      await tx.query('select 1')
      running += 1
      if (running === count) held.resolve()
      await free.promise
    }),
  )
  await held.promise
  return async () => {
    free.resolve()
    await Promise.all(all)
  }
}

test('who finds every connection in use is refused, and nothing is done for them later', async () => {
  await using db = await createTestDatabase({ poolSize: 1, poolOverflow: 1, poolWaitMs: 50 })
  await db.query('create table done (what text)')
  const free = await hold(db, 2)
  const work = vi.fn<() => Promise<void>>()
  const late = [
    db.query(`insert into done values ('statement')`),
    db.transaction((tx) => tx.query(`insert into done values ('transaction')`)),
    db.transaction(work),
  ]
  for (const one of late) await expect(one).rejects.toEqual(busy)
  await expect(createUser(db)).rejects.toMatchObject({ cause: busy })
  await free()
  expect(await db.query('select * from done')).toEqual([])
  expect(await db.query('select * from users')).toEqual([])
  expect(work).not.toHaveBeenCalled()
  expect(db.poolUse()).toEqual({ inUse: 0, waiting: 0 })
})

test('who waits gets a connection when one is free, in the order of asking', async () => {
  await using db = await createTestDatabase({ poolSize: 1, poolOverflow: 0 })
  const free = await hold(db, 1)
  const answered: number[] = []
  const asked = [1, 2, 3].map((one) => db.query('select 1').then(() => answered.push(one)))
  await vi.waitFor(() => expect(db.poolUse()).toEqual({ inUse: 1, waiting: 3 }))
  await free()
  await Promise.all(asked)
  expect(answered).toEqual([1, 2, 3])
})

test('no more connections are opened than the pool has, however many ask', async () => {
  await using db = await createTestDatabase({ poolSize: 2, poolOverflow: 3 })
  const inOwn = `from pg_stat_activity where application_name = 'parley' and datname = current_database()`
  const counts = await Promise.all(
    Array.from({ length: 40 }, () => db.query<{ n: number }>(`select count(*)::int as n, pg_sleep(0.01) ${inOwn}`)),
  )
  expect(Math.max(...counts.map(([row]) => row?.n ?? 0))).toBe(5)
})

test('a failed statement and a lost connection give their place back', async () => {
  await using db = await createTestDatabase({ poolSize: 1, poolOverflow: 0 })
  const cut = 'select pg_terminate_backend(pg_backend_pid())'
  await expect(db.query('select nothing')).rejects.toThrow()
  await expect(db.query(cut)).rejects.toMatchObject({ reason: 'UNAVAILABLE' })
  await expect(db.transaction((tx) => tx.query(cut))).rejects.toMatchObject({ reason: 'UNAVAILABLE' })
  await expect(db.transaction(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await db.query('select 1')
  expect(db.poolUse()).toEqual({ inUse: 0, waiting: 0 })
})

test('a process keeps its lease and commits what it generates while every connection is in use', async () => {
  await using db = await createTestDatabase({ poolSize: 1, poolOverflow: 1, poolWaitMs: 50 })
  const log = createGenerationLog(db, newId())
  await log.register()
  const free = await hold(db, 2)
  await expect(db.query('select 1')).rejects.toEqual(busy)
  expect(await log.heartbeat([])).toEqual({ alive: true, stopRequested: [], lost: [] })
  expect(await log.commit([])).toEqual(new Set())
  await free()
})

test('a surplus connection is closed when nobody uses it', async () => {
  await using db = await createTestDatabase()
  const surplus = open(db.settings, { max: 1, idleSeconds: 0.01, logger: undefined })
  const [row] = await surplus<{ pid: number }[]>`select pg_backend_pid() as pid`
  await vi.waitFor(async () => {
    expect(await db.query('select 1 from pg_stat_activity where pid = $1', [row?.pid ?? 0])).toEqual([])
  })
  await surplus.end()
})
