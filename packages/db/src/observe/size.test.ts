import { expect, test, vi } from 'vitest'

import type { Database } from '../connect.ts'
import { createTestDatabase } from '../testing/index.ts'
import { watchSize } from './size.ts'

function listening() {
  const warn = vi.fn<(fields: object, message: string) => void>()
  return { warn, logger: { debug() {}, info() {}, warn, error() {} } }
}

test('a size above the threshold is warned of once, however often it is measured', async () => {
  await using db = await createTestDatabase()
  const { warn, logger } = listening()
  const onSize = vi.fn<(bytes: number) => void>()
  using _watch = watchSize(db, { warnAbove: 1, logger, onSize, everyMs: 5 })
  await vi.waitFor(() => expect(onSize.mock.calls.length).toBeGreaterThan(3))
  const [row] = await db.query<{ bytes: string }>('select pg_database_size(current_database())::text as bytes')
  expect(onSize.mock.calls[0]?.[0]).toBeGreaterThan(Number(row?.bytes) / 2)
  expect(warn.mock.calls).toEqual([
    [{ bytes: expect.any(Number), warnAbove: 1 }, expect.stringContaining('grown large')],
  ])
})

test('it warns again after the size was below, and a failed measurement ends nothing', async () => {
  await using real = await createTestDatabase({ poolSize: 1, poolOverflow: 0 })
  const { warn, logger } = listening()
  const sizes = [10, 30, null, 40, 10, 30]
  const measured: number[] = []
  const db: Database = {
    ...real,
    query: async () => {
      const bytes = sizes.shift()
      if (bytes === null) throw new Error('away')
      return real.query('select $1::float8 as bytes', [bytes ?? 10])
    },
  }
  using _watch = watchSize(db, { warnAbove: 20, logger, onSize: (bytes) => measured.push(bytes), everyMs: 20 })
  await vi.waitFor(() => expect(measured.length).toBeGreaterThan(5))
  const said = warn.mock.calls.map(([fields]) => fields)
  expect(said).toEqual([{ bytes: 30, warnAbove: 20 }, { reason: 'away' }, { bytes: 30, warnAbove: 20 }])
})
