import { newId, ParleyError } from '@parley/contract'
import { expect, test, vi } from 'vitest'

import { connect } from './connect.ts'
import type { Queries } from './queries.ts'
import { createTestDatabase, createUser } from './testing/index.ts'

const unavailable = expect.objectContaining({ reason: 'UNAVAILABLE', retryAfter: 1 })

test('a database that cannot be reached is UNAVAILABLE at once', async () => {
  await using db = connect({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'none' })
  await expect(db.query('select 1')).rejects.toEqual(unavailable)
  await expect(db.query('select 1')).rejects.toBeInstanceOf(ParleyError)
  await expect(db.transaction((tx) => tx.query('select 1'))).rejects.toEqual(unavailable)
})

test('a connection that is cut is UNAVAILABLE for its statement, and the next statement works', async () => {
  await using db = await createTestDatabase({ poolSize: 2 })
  await expect(db.query('select pg_terminate_backend(pg_backend_pid())')).rejects.toEqual(unavailable)
  await db.query('select 1')
})

test('a connection that is lost in a transaction ends that transaction and nothing else', async () => {
  await using db = await createTestDatabase({ poolSize: 1, poolOverflow: 0 })
  await using other = connect(db.settings)
  const cut = async (tx: Queries) => {
    const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
    await other.query('select pg_terminate_backend($1)', [row?.pid ?? 0])
    await vi.waitFor(async () => {
      expect(await other.query('select 1 from pg_stat_activity where pid = $1', [row?.pid ?? 0])).toEqual([])
    })
  }
  const works: ((tx: Queries) => Promise<unknown>)[] = [
    (tx) => tx.query('select pg_terminate_backend(pg_backend_pid())'),
    async (tx) => {
      await cut(tx)
      await tx.query('select 1')
    },
    async (tx) => {
      await cut(tx)
      throw new Error('of its own')
    },
    async (tx) => {
      await cut(tx)
      await expect(tx.query('select 1')).rejects.toEqual(unavailable)
      await expect(tx.query('select 2')).rejects.toEqual(unavailable)
    },
    cut,
  ]
  for (const work of works) {
    await expect(db.transaction(work)).rejects.toEqual(unavailable)
    await vi.waitFor(() => db.query('select 1'))
  }
})

test('a statement that runs too long is cut off by the server', async () => {
  await using db = await createTestDatabase()
  const slow = db.transaction(async (tx) => {
    await tx.query(`set local statement_timeout = '20ms'`)
    await tx.query('select pg_sleep(10)')
  })
  await expect(slow).rejects.toEqual(unavailable)
})

test('a transaction that throws leaves nothing', async () => {
  await using db = await createTestDatabase()
  const { id } = await createUser(db)
  const attempt = db.transaction(async (tx) => {
    await tx.query('delete from users where id = $1', [id])
    throw new Error('no')
  })
  await expect(attempt).rejects.toThrow('no')
  expect(await db.query('select 1 from users where id = $1', [id])).toHaveLength(1)
})

test('every query is logged with its time and without its values', async () => {
  const debug = vi.fn<(fields: object, message: string) => void>()
  const logger = { debug, info() {}, warn() {}, error() {} }
  await using db = await createTestDatabase({ logger })
  await db.query('select $1::text as secret', ['canary-one'])
  await db.transaction((tx) => tx.query('select $1::text as inside', ['canary-two']))
  await createUser(db)
  const logged = debug.mock.calls.filter(([, message]) => message === 'query').map(([fields]) => fields)
  for (const part of ['as secret', 'as inside', 'insert into "users"']) {
    expect(logged).toContainEqual({ query: expect.stringContaining(part), ms: expect.any(Number), outcome: 'answered' })
  }
  expect(JSON.stringify(debug.mock.calls)).not.toMatch(/canary|@example\.com/)
})

test('a connection speaks UTC whatever the server has as its default, and times come back as the same Dates', async () => {
  await using db = await createTestDatabase()
  const [own] = await db.query<{ name: string }>('select current_database() as name')
  await db.query(`alter database ${own?.name} set timezone = 'Asia/Kathmandu'`)
  await using fresh = connect(db.settings, { poolSize: 1, poolOverflow: 1 })
  const at = new Date('2026-03-29T01:30:00.123Z')
  const [row] = await fresh.query('select $1::timestamptz as at, current_setting($2) as zone', [
    at.toISOString(),
    'TimeZone',
  ])
  expect(row).toEqual({ at, zone: 'UTC' })
  const read = () => fresh.transaction((tx) => tx.query(`select now() as at, now()::text as text, pg_sleep(0.05)`))
  for (const [found] of await Promise.all([read(), read()])) {
    expect(found).toMatchObject({ at: expect.any(Date), text: expect.stringMatching(/\+00$/) })
  }
  const { id, createdAt } = await createUser(fresh)
  expect(await fresh.query('select created_at as at from users where id = $1', [id])).toEqual([{ at: createdAt }])
})

test('statements are not timed for a logger that would not tell', async () => {
  const debug = vi.fn<(fields: object, message: string) => void>()
  const logger = { debug, info() {}, warn() {}, error() {}, isLevelEnabled: () => false }
  await using db = await createTestDatabase({ logger })
  await db.query('select 1')
  await db.transaction((tx) => tx.query('select 2'))
  await createUser(db)
  expect(debug.mock.calls.filter(([, message]) => message === 'query')).toEqual([])
})

test('a listener hears again after its connection was cut, and is told that it may have missed something', async () => {
  await using db = await createTestDatabase()
  const heard: string[] = []
  const onReconnect = vi.fn<() => void>()
  await db.listen('test_channel', (payload) => heard.push(payload), onReconnect)
  await db.query(`select pg_notify('test_channel', 'one')`)
  await vi.waitFor(() => expect(heard).toEqual(['one']))
  expect(onReconnect).not.toHaveBeenCalled()
  await db.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query ilike 'listen%'`)
  await vi.waitFor(() => expect(onReconnect).toHaveBeenCalledTimes(1), { timeout: 5_000 })
  const payload = newId()
  await db.query(`select pg_notify('test_channel', $1)`, [payload])
  await vi.waitFor(() => expect(heard).toContain(payload))
})
