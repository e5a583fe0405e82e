import { limits, newId } from '@parley/contract'
import { describe, expect, test, vi } from 'vitest'

import { checkHealth, connect, createRepository, waitForDatabase, type Database } from '../index.ts'
import { createTestDatabase } from '../testing/index.ts'
import { countsOf, newUser, readPages, rowsOf, upTo } from './fixture.ts'

const db = await createTestDatabase()
const badRequest = expect.objectContaining({ reason: 'BAD_REQUEST' })

describe('tasks', () => {
  test('a title of 1 to 500 characters that says something, a description of at most 5,000, open until it is done', async () => {
    const { userId, repo } = await newUser(db)
    expect([limits.taskTitleChars, limits.taskDescriptionChars]).toEqual([500, 5_000])
    const longest = { title: 'é'.repeat(500), description: '😀'.repeat(5_000) }
    const made = await repo.tasks.create(longest)
    expect(made).toMatchObject({ ...longest, completed: false })
    expect(await repo.tasks.update({ id: made.id, completed: true })).toMatchObject({ ...longest, completed: true })
    const before = await rowsOf(db, userId)
    for (const wrong of [
      { title: '' },
      { title: ' \t\n' },
      { title: 'x'.repeat(501) },
      { title: 'x', description: 'x'.repeat(5_001) },
    ]) {
      await expect(repo.tasks.create(wrong)).rejects.toEqual(badRequest)
      await expect(repo.tasks.update({ id: made.id, ...wrong })).rejects.toEqual(badRequest)
    }
    expect(await rowsOf(db, userId)).toEqual(before)
  })

  // That the lists read these and nothing else is asserted in repository/tasks/plans.test.ts.
  test('there is an index for an owner and one for their open and done tasks', async () => {
    const rows = await db.query<{ indexdef: string }>(
      `select indexdef from pg_indexes where tablename = 'tasks' and indexname in ('tasks_list', 'tasks_completed')
       order by indexname desc`,
    )
    expect(rows.map((row) => row.indexdef.match(/\(.*\)/)?.[0])).toEqual([
      '(user_id, created_at, id)',
      '(user_id, completed, created_at, id)',
    ])
  })

  test('they come in the order in which they were made, whole, open or done', async () => {
    const { repo } = await newUser(db)
    const titles: string[] = []
    for (const i of upTo(9)) {
      const { id, title } = await repo.tasks.create({ title: `t${i}` })
      if (i % 2 === 0) await repo.tasks.update({ id, completed: true })
      titles.push(title)
    }
    const read = async (completed?: boolean) => {
      const filter = completed === undefined ? {} : { completed }
      const pages = await readPages((cursor) => repo.tasks.list({ limit: 2, cursor, ...filter }))
      return pages.flat().map((task) => task.title)
    }
    expect(await read()).toEqual(titles)
    expect(await read(true)).toEqual(titles.filter((_, i) => i % 2 === 1))
    expect(await read(false)).toEqual(titles.filter((_, i) => i % 2 === 0))
  })

  // Every other key and check, past the repository: repository/tasks and schema/constraints.test.ts.
  test('a foreign key that is wrong is refused', async () => {
    const { userId, repo } = await newUser(db)
    const nobody = createRepository(db, newId())
    await expect(nobody.tasks.create({ title: 'x' })).rejects.toThrow('tasks_user_id_users_id_fk')
    await expect(nobody.conversations.create({})).rejects.toThrow('conversations_user_id_users_id_fk')
    const orphan = `insert into messages (user_id, conversation_id, id, seq, role, content) values ($1, $2, $3, 1, 'user', 'x')`
    await expect(db.query(orphan, [userId, newId(), newId()])).rejects.toThrow('messages_conversation')
    const source = { conversationId: newId(), messageId: newId() }
    await expect(repo.tasks.create({ title: 'x', source })).rejects.toMatchObject({ reason: 'NOT_FOUND' })
    expect(await countsOf(db, userId)).toEqual({})
  })
})

describe('operations', () => {
  test('a transaction commits as a block, or rolls back as one', async () => {
    const { userId } = await newUser(db)
    const add = (queries: Pick<Database, 'query'>, title: string) =>
      queries.query('insert into tasks (user_id, id, title) values ($1, $2, $3)', [userId, newId(), title])
    await db.transaction(async (tx) => {
      await add(tx, 'one')
      await add(tx, 'two')
      expect(await countsOf(db, userId)).toEqual({})
    })
    expect(await countsOf(db, userId)).toEqual({ tasks: 2 })
    const failing = db.transaction(async (tx) => {
      await add(tx, 'three')
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    const refused = db.transaction((tx) => Promise.all([add(tx, 'four'), add(tx, ''), add(tx, 'five')]))
    await expect(refused).rejects.toEqual(badRequest)
    expect(await countsOf(db, userId)).toEqual({ tasks: 2 })
  })

  // Waiting in order, giving back and closing the surplus: pool/pool.test.ts.
  test('5 connections and 10 more under load; who then waits too long gets a clear error', async () => {
    await using own = connect(db.settings, { poolWaitMs: 20 })
    const free = Promise.withResolvers<void>()
    const held = Promise.all(
      upTo(15).map(() =>
        own.transaction(async (tx) => {
          await tx.query('select 1')
          await free.promise
        }),
      ),
    )
    await vi.waitFor(() => expect(own.poolUse()).toEqual({ inUse: 15, waiting: 0 }))
    const message = 'The database is too busy right now: all its connections are in use.'
    await expect(own.query('select 1')).rejects.toMatchObject({ reason: 'UNAVAILABLE', retryAfter: 1, message })
    free.resolve()
    await held
    expect(await own.query('select 1 as one')).toEqual([{ one: 1 }])
  })

  // Backoff and jitter: connecting/backoff.test.ts and connecting/wait.test.ts. When it hangs: health.test.ts.
  test('connecting waits for the database, and the health check says how it is', async () => {
    await waitForDatabase(db.settings)
    expect(await checkHealth(db)).toBeNull()
    await using away = connect({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'none' })
    expect(await checkHealth(away)).toMatch(/does not answer/)
  })

  test('times are in UTC throughout, whatever zone the server is in', async () => {
    const naive = await db.query(
      `select table_name, column_name from information_schema.columns
       where table_schema = 'public' and data_type = 'timestamp without time zone'`,
    )
    expect(naive).toEqual([])
    await db.query(`do $$ begin
      execute format('alter database %I set timezone to ''Pacific/Kiritimati''', current_database()); end $$`)
    await using own = connect(db.settings)
    const { userId, repo } = await newUser(own)
    const before = Date.now()
    const made = await repo.tasks.create({ title: 'Milk', dueOn: '2026-12-24' })
    const [row] = await own.query<{ zone: string; stored: string; day: string }>(
      `select current_setting('timezone') as zone, created_at::text as stored, due_on::text as day from tasks
       where user_id = $1`,
      [userId],
    )
    expect([row?.zone, row?.day, made.dueOn]).toEqual(['UTC', '2026-12-24', '2026-12-24'])
    expect(new Date(row?.stored ?? '')).toEqual(made.createdAt)
    expect(row?.stored).toMatch(/\+00$/)
    expect(Math.abs(made.createdAt.getTime() - before)).toBeLessThan(60_000)
  })
})
