import fc from 'fast-check'
import { expect, test } from 'vitest'

import { newUser } from '../../requirements/fixture.ts'
import { createTestDatabase } from '../../testing/index.ts'
import { positionNow } from './fixture.ts'
import { formatPosition, parsePosition } from './position.ts'

const db = await createTestDatabase()
const { repo } = await newUser(db)
await repo.tasks.create({ title: 'Milk' })

/** A snapshot as Postgres writes it down: the oldest that runs, the next to come, and those in between that run. */
const snapshots = fc
  .uniqueArray(fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }), { minLength: 1, maxLength: 30 })
  .map((ids) => {
    const [xmin = 1n, ...more] = ids.toSorted((a, b) => (a < b ? -1 : 1))
    const xmax = more.pop() ?? xmin
    return { xmin: String(xmin), snapshot: `${xmin}:${xmax}:${(xmin < xmax ? [xmin, ...more] : []).join(',')}` }
  })
const times = fc.integer({ min: 0, max: 999_999_999_999_999 })

test('what is written down is read back', () => {
  const positions = fc.record({ time: times, of: snapshots })
  fc.assert(
    fc.property(positions, ({ time, of }) => {
      expect(parsePosition(formatPosition({ time, snapshot: of.snapshot }))).toEqual({ time, ...of })
    }),
    { numRuns: 1_000 },
  )
})

test('a position of this database is one, with the transactions that run', async () => {
  const position = await positionNow(repo)
  const parsed = parsePosition(position)
  expect(parsed && formatPosition(parsed)).toBe(position)
  expect(Math.abs((parsed?.time ?? 0) - Date.now())).toBeLessThan(60_000)
})

test('a position of a database with a thousand writers at once is one', () => {
  const running = Array.from({ length: 1_000 }, (_, i) => i + 1)
  const text = `1.1:1001:${running.join(',')}`
  expect(parsePosition(text)).toMatchObject({ xmin: '1' })
})

test.each([
  '',
  'x',
  '0',
  '1.',
  '1.1:1',
  '1.2:1:',
  '1.1:3:3',
  '1.2:3:1',
  '1.1:9:3,2',
  '1.1:9:2,2',
  '1.1:9:2,',
  '1.1:9:,',
  '1.0:9:',
  '1.08:9:',
  '1.1:09:',
  '1.1:9:02',
  '1.-1:9:',
  '-1.1:9:',
  '1.1:1e3:',
  '1.0x1:9:',
  '1.1:1000000000000000000:',
  '1000000000000000.1:9:',
  ' 1.1:9:',
  '1.1:9:\n',
  '1.1:9:2, 3',
  '1.１:9:',
  'NaN.1:9:',
  '1.1:9:\0',
])('%j is no position, and the reader is told to read everything', async (text) => {
  expect(parsePosition(text)).toBeNull()
  const read = await repo.changes.read({ since: text })
  expect(read).toEqual({ position: expect.stringMatching(/^\d+\.\d+:\d+:/), changes: null })
})

test.each([
  ['of a time to come', () => `${Date.now() + 3_600_000}.1:9000000000:`],
  ['of another cluster that is ahead of this one', () => `${Date.now()}.900000000:900000009:900000003`],
  ['as large as can be', () => `${'9'.repeat(15)}.1:${'9'.repeat(18)}:`],
  ['of 1970', () => `0.1:9:`],
])('a position %s has no changes: everything is read again', async (_, make) => {
  const since = make()
  expect(parsePosition(since)).not.toBeNull()
  const { position, changes } = await repo.changes.read({ since })
  expect([parsePosition(position) !== null, changes]).toEqual([true, null])
})

/** A real position with some characters put in, taken out or changed. */
const mutated = fc
  .array(fc.tuple(fc.nat(), fc.nat(2), fc.constantFrom(...'0123456789:,.-+ ex\0'.split(''))), {
    minLength: 1,
    maxLength: 4,
  })
  .map((edits) => (text: string) => {
    const characters = text.split('')
    for (const [at, removed, put] of edits) characters.splice(at % (characters.length + 1), removed, put)
    return characters.join('')
  })

test('whatever is sent, the answer is a position of this database and the changes of this user or none', async () => {
  const known = new Set((await repo.tasks.list({ limit: 200 })).items.map((task) => task.id))
  const read = async (since: string) => {
    const { position, changes } = await repo.changes.read({ since })
    expect(parsePosition(position)).not.toBeNull()
    for (const change of changes ?? []) expect(known.has(change.type === 'task' ? change.task.id : '')).toBe(true)
  }
  const forged = fc.record({ time: times, of: snapshots }).map(({ time, of }) => `${time}.${of.snapshot}`)
  const strings = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), forged)
  const bounded = (numRuns: number) => ({ numRuns, plugins: [fc.interruptAfterTimeLimit(4_000)] })
  await fc.assert(fc.asyncProperty(strings, read), bounded(200))
  const real = await positionNow(repo)
  const mutations = fc.asyncProperty(mutated, (mutate) => read(mutate(real)))
  await fc.assert(mutations, bounded(400))
})
