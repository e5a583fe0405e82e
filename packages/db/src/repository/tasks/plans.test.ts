import { newId, type ListTasks } from '@parley/contract'
import { beforeAll, describe, expect, test } from 'vitest'

import { createTestDatabase, createUser } from '../../testing/index.ts'
import { createRepository } from '../index.ts'

const queries: string[] = []
const silent = { info() {}, warn() {}, error() {} }
const db = await createTestDatabase({
  logger: { ...silent, debug: (fields) => void ('query' in fields && queries.push(String(fields.query))) },
})
const { id: userId } = await createUser(db)

beforeAll(async () => {
  for (let others = 4; others > 0; others--) await createUser(db)
  await db.query(`
    insert into tasks (user_id, id, title, completed, created_at)
    select u.id, gen_random_uuid(), 'A task', n % 5 = 0, timestamptz '2026-01-01' + n * interval '1 minute'
    from users u, generate_series(1, 4000) n`)
  await db.query('analyze tasks')
})

/** The statement that a list sends. */
async function statementOf(input: ListTasks): Promise<string> {
  await createRepository(db, userId).tasks.list(input)
  return queries.findLast((query) => query.includes('from tasks t')) ?? ''
}

async function planOf(statement: string, mode: string): Promise<string[]> {
  const values = [userId, '51', '2026-01-01T02:00:00.000Z', newId()].slice(0, statement.includes('$3') ? 4 : 2)
  const rows = await db.transaction(async (queries) => {
    await queries.query(`set local plan_cache_mode = ${mode}`)
    await queries.query(`prepare list_of_tasks as ${statement}`)
    const plan = await queries.query<{ 'QUERY PLAN': string }>(
      `explain (costs off) execute list_of_tasks (${values.map((value) => `'${value}'`).join(', ')})`,
    )
    await queries.query('deallocate list_of_tasks')
    return plan
  })
  return rows.map((row) => row['QUERY PLAN'].trim())
}

describe.each(['force_custom_plan', 'force_generic_plan'])('with %s', (mode) => {
  test.each([
    [{}, 'tasks_list'],
    [{ completed: true }, 'tasks_completed'],
    [{ completed: false }, 'tasks_completed'],
  ])('a page of tasks %o is one range of the index %s, without a sort', async (filter, index) => {
    const { nextCursor } = await createRepository(db, userId).tasks.list({ ...filter, limit: 10 })
    for (const cursor of [null, nextCursor]) {
      const [top, scan, condition, ...more] = await planOf(await statementOf({ ...filter, limit: 50, cursor }), mode)
      expect(top).toBe('Limit')
      expect(scan).toBe(`->  Index Scan using ${index} on tasks t`)
      expect(condition).toContain('Index Cond: (')
      expect(condition).toContain('user_id = ')
      expect(condition?.includes('ROW(created_at, id) > ')).toBe(cursor !== null)
      expect(condition?.includes('completed = ')).toBe('completed' in filter)
      expect(more).toEqual([])
    }
  })
})
