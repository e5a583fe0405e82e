import { expect, test } from 'vitest'

import { connect } from '../connect.ts'
import { createTestDatabase } from '../testing/index.ts'

const CUT = `select pg_terminate_backend(pid) from pg_stat_activity
  where pid <> pg_backend_pid() and datname = current_database()`

test('connections that are cut under load hold nothing up and do no harm once they are open again', async () => {
  await using db = await createTestDatabase({ poolSize: 3, poolOverflow: 3 })
  await using other = connect(db.settings, { poolSize: 1 })
  let [slowest, answered, cutting] = [0, 0, true]
  const caller = async () => {
    while (cutting) {
      const started = performance.now()
      await db.query('select $1::int as one', [1]).then(
        () => (answered += 1),
        (error: unknown) => expect(error).toMatchObject({ reason: 'UNAVAILABLE' }),
      )
      slowest = Math.max(slowest, performance.now() - started)
    }
  }
  const callers = Array.from({ length: 8 }, caller)
  for (let cuts = 0; cuts < 5; cuts += 1) {
    const before = answered
    await expect.poll(() => answered, { timeout: 10_000 }).toBeGreaterThan(before + 100)
    await other.query(CUT)
  }
  cutting = false
  await Promise.all(callers)
  expect(slowest).toBeLessThan(5_000)
  expect(db.poolUse()).toEqual({ inUse: 0, waiting: 0 })
})
