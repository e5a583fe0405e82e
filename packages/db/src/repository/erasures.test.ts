import { newId } from '@parley/contract'
import { describe, expect, test } from 'vitest'

import { countsOf, newUser } from '../requirements/fixture.ts'
import { createTestDatabase } from '../testing/index.ts'
import { openTransaction, untilOneWaits } from './fixture.ts'
import type { Repository } from './index.ts'

const db = await createTestDatabase()
const notFound: unknown = expect.objectContaining({ reason: 'NOT_FOUND' })
const runner = { model: 'demo:offline', owner: newId() }
const start = (repo: Repository, conversationId: string) =>
  repo.turns.start({ conversationId, messageId: newId(), content: 'q', title: 'q', ...runner })
const erase = (repo: Repository, id: string) => repo.conversations.delete({ id, permanently: true })
const remembered = (userId: string) =>
  db.query<{ noun: string; id: string }>(`select noun, id from erasures where user_id = $1 order by changed_in, id`, [
    userId,
  ])

describe('what was erased is not made anew by a late repeat', () => {
  test('of the send, the creation or the message that made or filled a conversation', async () => {
    const { userId, repo } = await newUser(db)
    const id = newId()
    await start(repo, id)
    await erase(repo, id)
    await expect(start(repo, id)).rejects.toEqual(notFound)
    await expect(repo.conversations.create({ id })).rejects.toEqual(notFound)
    const message = { conversationId: id, role: 'user', content: 'x' } as const
    await expect(repo.messages.append(message)).rejects.toEqual(notFound)
    expect(await countsOf(db, userId)).toEqual({ erasures: 1 })
  })

  test('of the creation of a task', async () => {
    const { userId, repo } = await newUser(db)
    const { id } = await repo.tasks.create({ title: 'Milk' })
    await repo.tasks.delete(id)
    await expect(repo.tasks.create({ id, title: 'Milk' })).rejects.toEqual(notFound)
    expect(await countsOf(db, userId)).toEqual({ erasures: 1 })
  })

  test('while it is being erased', async () => {
    const repeats: ((repo: Repository, id: string) => Promise<unknown>)[] = [
      start,
      (repo, id) => repo.conversations.create({ id }),
      (repo, id) => repo.tasks.create({ id, title: 'Milk' }),
    ]
    for (const repeat of repeats) {
      const { userId, repo } = await newUser(db)
      const id = newId()
      await repo.conversations.create({ id })
      await repo.tasks.create({ id, title: 'Milk' })
      const erasing = await openTransaction(db, userId)
      await erase(erasing.repo, id)
      await erasing.repo.tasks.delete(id)
      const repeated = Promise.allSettled([repeat(repo, id)])
      await Promise.race([repeated, untilOneWaits(db)])
      await erasing.commit()
      await repeated
      expect([String(repeat), await countsOf(db, userId)]).toEqual([String(repeat), { erasures: 2 }])
    }
  })

  test('whichever of many repeats and erasures at once come first', async () => {
    for (let round = 0; round < 8; round++) {
      const { userId, repo } = await newUser(db)
      const { id } = await repo.conversations.create({})
      const create = () => repo.conversations.create({ id })
      const all = [create(), start(repo, id), erase(repo, id), create(), start(repo, id), erase(repo, id), create()]
      const erased = (await Promise.allSettled(all)).filter((_, i) => i === 2 || i === 5)
      expect(erased.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect(await countsOf(db, userId)).toEqual({ erasures: 1 })
    }
  })
})

describe('what is remembered', () => {
  test('is the id of what a user erased: nothing that was missing, in use, in the trash or of another', async () => {
    const [mine, theirs] = [await newUser(db), await newUser(db)]
    const { id } = await theirs.repo.conversations.create({})
    const task = await theirs.repo.tasks.create({ title: 'Milk' })
    for (const missing of [newId(), id]) await expect(erase(mine.repo, missing)).rejects.toEqual(notFound)
    await expect(mine.repo.tasks.delete(task.id)).rejects.toEqual(notFound)
    await theirs.repo.conversations.delete({ id, permanently: false })
    expect([await remembered(mine.userId), await remembered(theirs.userId)]).toEqual([[], []])
    await erase(theirs.repo, id)
    await theirs.repo.tasks.delete(task.id)
    const erased = [
      { noun: 'conversation', id },
      { noun: 'task', id: task.id },
    ]
    expect([await remembered(mine.userId), await remembered(theirs.userId)]).toEqual([[], erased])
    await mine.repo.conversations.create({ id })
    expect(await mine.repo.conversations.get(id)).toMatchObject({ id })
  })

  test('is kept for 30 days, then it goes with a later erasure, a few at a time, and the id is free again', async () => {
    const [mine, theirs] = [await newUser(db), await newUser(db)]
    const add = (userId: string, days: number, count: number) =>
      db.query(
        `insert into erasures (user_id, noun, id, erased_at)
         select $1, 'conversation', gen_random_uuid(), now() - make_interval(days => $2) from generate_series(1, $3::int)`,
        [userId, days, count],
      )
    await add(mine.userId, 31, 12)
    await add(mine.userId, 29, 1)
    await add(theirs.userId, 31, 1)
    const [old] = await remembered(mine.userId)
    const eraseOne = async () => {
      const { id } = await mine.repo.tasks.create({ title: 'Milk' })
      await mine.repo.tasks.delete(id)
      return (await remembered(mine.userId)).length
    }
    expect([await eraseOne(), await eraseOne(), await eraseOne()]).toEqual([12 + 1 + 1 - 10, 1 + 2, 1 + 3])
    expect(await remembered(theirs.userId)).toHaveLength(1)
    expect(await mine.repo.conversations.create({ id: old?.id ?? '' })).toMatchObject({ id: old?.id })
  })

  test('is told again when something with the same id was brought back past the repository, and erased again', async () => {
    const { userId, repo } = await newUser(db)
    const { id } = await repo.conversations.create({})
    await erase(repo, id)
    await db.query(`update erasures set erased_at = now() - interval '31 days' where user_id = $1`, [userId])
    await db.query('insert into conversations (user_id, id) values ($1, $2)', [userId, id])
    const since = (await repo.changes.read({ since: null })).position
    await erase(repo, id)
    expect(await repo.changes.read({ since })).toMatchObject({ changes: [{ type: 'conversation-erased', id }] })
    await expect(repo.conversations.create({ id })).rejects.toEqual(notFound)
  })

  test('goes with the user', async () => {
    const { userId, repo } = await newUser(db)
    await erase(repo, (await repo.conversations.create({})).id)
    await db.query('delete from users where id = $1', [userId])
    expect(await countsOf(db, userId)).toEqual({})
  })
})
