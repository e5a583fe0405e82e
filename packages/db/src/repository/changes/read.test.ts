import { newId } from '@parley/contract'
import { describe, expect, test } from 'vitest'

import type { Database } from '../../connect.ts'
import { newUser } from '../../requirements/fixture.ts'
import { createTestDatabase } from '../../testing/index.ts'
import { openTransaction } from '../fixture.ts'
import { createRepository, type Repository } from '../index.ts'
import { nameOf, positionNow } from './fixture.ts'
import { formatPosition, parsePosition } from './position.ts'

const db = await createTestDatabase()

/** A reader that goes on from where it was: each reading gives what it was told, by name. */
async function newReader(repo: Repository) {
  let position = await positionNow(repo)
  return async () => {
    const read = await repo.changes.read({ since: position })
    position = read.position
    return read.changes?.map(nameOf).toSorted() ?? null
  }
}

const addTasks = (userId: string, count: number) =>
  db.query(
    `insert into tasks (user_id, id, title) select $1, gen_random_uuid(), 'A task' from generate_series(1, $2::int)`,
    [userId, count],
  )

describe('a reading gives what was committed after the position, and nothing twice', () => {
  test('also what was begun before it, whatever was committed in between', async () => {
    const { userId, repo } = await newUser(db)
    const [early, late, between] = [newId(), newId(), newId()]
    const first = await openTransaction(db, userId)
    await first.repo.tasks.create({ id: early, title: 'Begun before' })
    const read = await newReader(repo)
    const second = await openTransaction(db, userId)
    await second.repo.tasks.create({ id: late, title: 'Begun after' })
    expect(await read()).toEqual([])
    await repo.tasks.create({ id: between, title: 'Quick' })
    expect(await read()).toEqual([`task ${between}`])
    await second.commit()
    expect(await read()).toEqual([`task ${late}`])
    expect(await read()).toEqual([])
    await first.commit()
    expect(await read()).toEqual([`task ${early}`])
    expect(await read()).toEqual([])
  })

  test('each change once while another transaction stays open, of whomever', async () => {
    const { userId, repo } = await newUser(db)
    const other = await newUser(db)
    const [mine, theirs] = [await openTransaction(db, userId), await openTransaction(db, other.userId)]
    await mine.repo.tasks.create({ title: 'Open' })
    await theirs.repo.tasks.create({ title: 'Open' })
    const read = await newReader(repo)
    for (let round = 0; round < 5; round++) {
      const { id } = await repo.tasks.create({ title: 'Milk' })
      const { id: conversationId } = await repo.conversations.create({})
      expect(await read()).toEqual([`conversation ${conversationId}`, `task ${id}`])
      expect(await read()).toEqual([])
    }
    await Promise.all([mine.rollBack(), theirs.rollBack()])
  })

  test('never what was rolled back', async () => {
    const { userId, repo } = await newUser(db)
    const { id } = await repo.tasks.create({ title: 'Milk' })
    const { id: conversationId } = await repo.conversations.create({})
    const open = await openTransaction(db, userId)
    const read = await newReader(repo)
    await open.repo.tasks.update({ id, completed: true })
    await open.repo.conversations.delete({ id: conversationId, permanently: true })
    await open.rollBack()
    expect(await read()).toEqual([])
  })

  test('a row that was changed many times once, as it is now', async () => {
    const { repo } = await newUser(db)
    const since = await positionNow(repo)
    const { id } = await repo.tasks.create({ title: 'Milk' })
    for (const title of ['Oats', 'Rice']) await repo.tasks.update({ id, title })
    const task = await repo.tasks.update({ id, completed: true })
    expect(await repo.changes.read({ since })).toMatchObject({ changes: [{ type: 'task', task }] })
  })

  test('an answer with several generations once', async () => {
    const { userId, repo } = await newUser(db)
    const read = await newReader(repo)
    const runner = { model: 'demo:offline', owner: newId() }
    const conversationId = newId()
    const question = { conversationId, messageId: newId(), content: 'q', title: 'q', ...runner }
    const { assistantMessage } = await repo.turns.start(question)
    for (let more = 0; more < 2; more++) {
      await db.query(`update generations set status = 'stopped', ended_at = now() where user_id = $1`, [userId])
      await db.query(`update messages set status = 'stopped' where user_id = $1 and role = 'assistant'`, [userId])
      await repo.turns.continue({ conversationId, messageId: assistantMessage.id, ...runner })
    }
    expect(await read()).toEqual([`conversation ${conversationId}`, `streaming ${assistantMessage.id}`])
  })

  test('a row that goes while it is read is left out, and its erasure comes next', async () => {
    const { userId, repo } = await newUser(db)
    const since = await positionNow(repo)
    const { id } = await repo.conversations.create({})
    const erasing: Database = {
      ...db,
      async query<Row extends object>(...[text, args]: Parameters<Database['query']>) {
        const rows = await db.query<Row>(text, args)
        if (text.includes('pg_visible_in_snapshot')) await repo.conversations.delete({ id, permanently: true })
        return rows
      },
    }
    const { position, changes } = await createRepository(erasing, userId).changes.read({ since })
    expect(changes).toEqual([])
    expect(await repo.changes.read({ since: position })).toMatchObject({
      changes: [{ type: 'conversation-erased', id }],
    })
  })
})

describe('everything is to be read again', () => {
  test('by who has no position', async () => {
    const { repo } = await newUser(db)
    await repo.conversations.create({})
    const { position, changes } = await repo.changes.read({ since: null })
    expect(changes).toBeNull()
    expect(await repo.changes.read({ since: position })).toMatchObject({ changes: [] })
  })

  test('after more than 200 changes, and after 200 it is not', async () => {
    const { userId, repo } = await newUser(db)
    const since = await positionNow(repo)
    await addTasks(userId, 199)
    await repo.conversations.create({})
    expect((await repo.changes.read({ since })).changes).toHaveLength(200)
    await addTasks(userId, 1)
    const { position, changes } = await repo.changes.read({ since })
    expect(changes).toBeNull()
    expect(await repo.changes.read({ since: position })).toMatchObject({ changes: [] })
  })

  test('after more than 200 generations, also of few answers', async () => {
    const { userId, repo } = await newUser(db)
    const runner = { model: 'demo:offline', owner: newId() }
    const question = { conversationId: newId(), messageId: newId(), content: 'q', title: 'q', ...runner }
    const { assistantMessage } = await repo.turns.start(question)
    const since = await positionNow(repo)
    await db.query(
      `insert into generations (user_id, id, conversation_id, message_id, owner, model, status, ended_at)
       select $1, gen_random_uuid(), $2, $3, $1, 'demo:offline', 'stopped', now() from generate_series(1, 201)`,
      [userId, question.conversationId, assistantMessage.id],
    )
    expect((await repo.changes.read({ since })).changes).toBeNull()
  })

  test("with a position of more than 24 hours ago, by the database's clock", async () => {
    const { repo } = await newUser(db)
    const { time = 0, snapshot = '' } = parsePosition(await positionNow(repo)) ?? {}
    const { id } = await repo.tasks.create({ title: 'Milk' })
    const hoursAgo = (hours: number) => formatPosition({ time: time - hours * 3_600_000, snapshot })
    const at = async (since: string) => (await repo.changes.read({ since })).changes?.map(nameOf)
    expect(await at(hoursAgo(23.9))).toEqual([`task ${id}`])
    expect(await at(hoursAgo(24))).toBeUndefined()
    expect(await at(hoursAgo(1_000))).toBeUndefined()
  })
})

test('a stamp that lies in the future, from a backup of another cluster, counts as unchanged until it is changed here', async () => {
  const { userId, repo } = await newUser(db)
  const { id } = await repo.tasks.create({ title: 'Milk' })
  const { id: conversationId } = await repo.conversations.create({})
  const read = await newReader(repo)
  for (const table of ['tasks', 'conversations']) {
    await db.query(`update ${table} set changed_in = '4000000000' where user_id = $1`, [userId])
  }
  expect(await read()).toEqual([])
  await repo.tasks.update({ id, completed: true })
  await repo.messages.append({ conversationId, role: 'user', content: 'x' })
  expect(await read()).toEqual([`conversation ${conversationId}`, `task ${id}`])
})
