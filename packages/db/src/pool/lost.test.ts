import { expect, test } from 'vitest'

import { connect } from '../connect.ts'
import { createTestDatabase } from '../testing/index.ts'

const CUT = `select pg_terminate_backend(pid) from pg_stat_activity
  where pid <> pg_backend_pid() and datname = current_database()`

// A statement that is held up is given up after 16 seconds, which this test does not have.
test(
  'connections that are cut under load hold nothing up and do no harm once they are open again',
  { timeout: 15_000 },
  async () => {
    await using db = await createTestDatabase({ poolSize: 3, poolOverflow: 3 })
    await using other = connect(db.settings, { poolSize: 1 })
    let [answered, cutting] = [0, true]
    const caller = async () => {
      while (cutting) {
        await db.query('select $1::int as one', [1]).then(
          () => (answered += 1),
          (error: unknown) => expect(error).toMatchObject({ reason: 'UNAVAILABLE' }),
        )
      }
    }
    const callers = Array.from({ length: 8 }, caller)
    for (let cuts = 0; cuts < 3; cuts += 1) {
      const before = answered
      await expect.poll(() => answered, { timeout: 10_000 }).toBeGreaterThan(before + 50)
      await other.query(CUT)
    }
    cutting = false
    await Promise.all(callers)
    expect(db.poolUse()).toEqual({ inUse: 0, waiting: 0 })
  },
)

test('a statement that fails in the middle of its rows leaves nothing in the next answer', async () => {
  await using db = await createTestDatabase({ poolSize: 1, poolOverflow: 0 })
  const seven = async () => expect([...(await db.query('select 7 as seven'))]).toStrictEqual([{ seven: 7 }])
  const rows = (end: string) => `select repeat('x', 20000) as x, ${end} as y from generate_series(1, 2000) i`
  await expect(db.query(rows('1 / (2 - i)'))).rejects.toMatchObject({ reason: 'BAD_REQUEST' })
  await seven()
  const cut = db.query(rows('case when i = 1000 then pg_terminate_backend(pg_backend_pid()) end'))
  await expect(cut).rejects.toMatchObject({ reason: 'UNAVAILABLE' })
  await seven()
})
