import { newId, type ListTasks } from '@parley/contract'
import { describe, expect, test } from 'vitest'

import { tasks, type Task } from '../../schema/index.ts'
import { createTestDatabase, createUser } from '../../testing/index.ts'
import { createRepository, type Repository } from '../index.ts'

const db = await createTestDatabase()

/** 23 tasks of one user, every third one done, stored in no order; `at` says when the one with a number was made. */
async function withTasks(at: (number: number) => Date) {
  const { id: userId } = await createUser(db)
  const numbers = Array.from({ length: 23 }, (_, i) => (i * 7) % 23)
  await db.drizzle.insert(tasks).values(
    numbers.map((number) => ({
      userId,
      id: newId(),
      title: String(number),
      completed: number % 3 === 0,
      createdAt: at(number),
    })),
  )
  return createRepository(db, userId)
}
const minuteBy = (number: number) => new Date(Date.UTC(2026, 0, 1, 0, number))
const allAtOnce = () => minuteBy(0)
const threeAtOnce = (number: number) => minuteBy(Math.floor(number / 3))

async function everyPage(repo: Repository, input: ListTasks): Promise<Task[]> {
  const { items, nextCursor } = await repo.tasks.list(input)
  return nextCursor ? [...items, ...(await everyPage(repo, { ...input, cursor: nextCursor }))] : items
}
const numbersOf = (items: Task[]) => items.map((task) => Number(task.title))

describe('tasks come in chronological order', () => {
  test('the oldest first', async () => {
    const repo = await withTasks(minuteBy)
    const { items, nextCursor } = await repo.tasks.list({ limit: 200 })
    expect(numbersOf(items)).toEqual(Array.from({ length: 23 }, (_, i) => i))
    expect(nextCursor).toBeNull()
    expect((await repo.tasks.list({ limit: 23 })).nextCursor).toBeNull()
    expect((await repo.tasks.list({ limit: 22 })).nextCursor).not.toBeNull()
  })

  test.each([1, 2, 3, 7, 22, 23, 200])(
    'pages of %i make up the whole list, also where many share a moment',
    async (limit) => {
      for (const at of [minuteBy, threeAtOnce, allAtOnce]) {
        const repo = await withTasks(at)
        const whole = (await repo.tasks.list({ limit: 200 })).items
        expect(whole).toHaveLength(23)
        expect(whole).toEqual(
          whole.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1)),
        )
        expect(await everyPage(repo, { limit })).toEqual(whole)
        for (const completed of [true, false]) {
          const paged = await everyPage(repo, { limit, completed })
          expect(paged).toEqual(whole.filter((task) => task.completed === completed))
        }
      }
    },
  )

  test('a task that is changed keeps its place, and one that is made between two pages comes at the end', async () => {
    const repo = await withTasks(minuteBy)
    const first = await repo.tasks.list({ limit: 20 })
    for (const task of first.items) await repo.tasks.update({ id: task.id, description: 'changed' })
    await repo.tasks.create({ title: '23' })
    const { items } = await repo.tasks.list({ limit: 20, cursor: first.nextCursor })
    expect(numbersOf(items)).toEqual([20, 21, 22, 23])
    expect(numbersOf(await everyPage(repo, { limit: 20 }))).toEqual(Array.from({ length: 24 }, (_, i) => i))
  })

  test('nobody has tasks to begin with: an empty page and no error', async () => {
    const repo = createRepository(db, (await createUser(db)).id)
    expect(await repo.tasks.list({ limit: 50 })).toEqual({ items: [], nextCursor: null })
  })

  const cursorOf = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url')
  test.each(['AAAA', 'x', cursorOf([newId()]), cursorOf(['2026-01-01', newId()]), cursorOf([true, null])])(
    'a cursor that was not made here (%j) is refused by name',
    async (cursor) => {
      const listing = (await withTasks(minuteBy)).tasks.list({ limit: 5, cursor })
      await expect(listing).rejects.toEqual(expect.objectContaining({ reason: 'BAD_REQUEST', field: 'cursor' }))
    },
  )
})
