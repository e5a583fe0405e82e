import { expect, test } from 'vitest'

import { connect } from './connect.ts'
import { checkHealth } from './health.ts'
import { createTestDatabase } from './testing/index.ts'

test('a migrated database that answers is healthy', async () => {
  await using db = await createTestDatabase()
  expect(await checkHealth(db)).toBeNull()
  await db.query('delete from schema_migrations')
  expect(await checkHealth(db)).toMatch(/not migrated/)
})

test('a database that cannot be reached is told, not thrown', async () => {
  await using db = connect({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'none' })
  expect(await checkHealth(db)).toMatch(/does not answer/)
})

test('the answer comes in time when the pool is exhausted and when the database hangs', async () => {
  await using db = await createTestDatabase({ poolSize: 1, poolOverflow: 0, poolWaitMs: 60_000 })
  const free = Promise.withResolvers<void>()
  const holding = db.transaction(async (tx) => {
    await tx.query('lock table schema_migrations in access exclusive mode')
    await free.promise
  })
  const started = performance.now()
  expect(await checkHealth(db, 50)).toMatch(/does not answer/)
  await using other = connect(db.settings)
  expect(await checkHealth(other, 50)).toMatch(/does not answer/)
  expect(performance.now() - started).toBeLessThan(5_000)
  free.resolve()
  await holding
})
