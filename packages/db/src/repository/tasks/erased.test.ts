import { newId } from '@parley/contract'
import { expect, test } from 'vitest'

import type { Database } from '../../connect.ts'
import { newUser } from '../../requirements/fixture.ts'
import { createTestDatabase } from '../../testing/index.ts'
import { createRepository } from '../index.ts'

const db = await createTestDatabase()

test('a task that is erased just while it is created again is NOT_FOUND, now and later', async () => {
  const { userId, repo } = await newUser(db)
  const task = { id: newId(), title: 'Milk' }
  await repo.tasks.create(task)
  const erasing: Database = {
    ...db,
    async query<Row extends object>(...[text, args]: Parameters<Database['query']>) {
      const rows = await db.query<Row>(text, args)
      if (text.includes('insert into tasks')) await repo.tasks.delete(task.id)
      return rows
    },
  }
  const again = createRepository(erasing, userId).tasks.create(task)
  await expect(again).rejects.toMatchObject({ reason: 'NOT_FOUND', message: 'There is no such task.' })
  await expect(repo.tasks.create(task)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
})
