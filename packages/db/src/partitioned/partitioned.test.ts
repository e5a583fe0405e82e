import { newId } from '@parley/contract'
import { expect, test } from 'vitest'

import { migrationNames } from '../migrations/files.ts'
import { rollback } from '../migrations/rollback.ts'
import { createRepository } from '../repository/index.ts'
import { nodesOf, plansOf } from '../schema/plan.fixture.ts'
import { createTestDatabase, createUser } from '../testing/index.ts'
import { PARTITIONS } from './migrate.ts'

const db = await createTestDatabase()
const OWNED = ['conversations', 'erasures', 'generation_events', 'generations', 'messages', 'tasks']

/** A user with a row in each table. */
async function addUser(): Promise<string> {
  const { id: userId } = await createUser(db)
  const repo = createRepository(db, userId)
  const ref = { conversationId: newId(), messageId: newId() }
  const { generation } = await repo.turns.start({
    ...ref,
    content: 'q',
    title: 'q',
    model: 'demo:offline',
    owner: newId(),
  })
  const event = JSON.stringify({ type: 'text-delta', text: 'a' })
  await db.query(`insert into generation_events (user_id, generation_id, seq, event) values ($1, $2, 1, $3::jsonb)`, [
    userId,
    generation?.id ?? null,
    event,
  ])
  await repo.tasks.create({ title: 'Milk', source: ref })
  await repo.tasks.delete((await repo.tasks.create({ title: 'Oats' })).id)
  return userId
}

test("every table of a user's data is partitioned by a hash of its owner, and no other", async () => {
  const tables = await db.query<{ name: string; key: string; partitions: number }>(`
    select p.partrelid::regclass::text as name, pg_get_partkeydef(p.partrelid) as key,
      (select count(*)::int from pg_inherits i where i.inhparent = p.partrelid) as partitions
    from pg_partitioned_table p order by 1`)
  expect(tables).toEqual(OWNED.map((name) => ({ name, key: 'HASH (user_id)', partitions: PARTITIONS })))
})

test('rows come to lie in every partition, all of one user in the same one', async () => {
  const union = OWNED.map(
    (name) => `select user_id, '${name}' as name, tableoid::regclass::text as partition from ${name}`,
  )
  const rows = () =>
    db.query<{ userId: string; name: string; partition: string }>(
      `select user_id as "userId", name, partition from (${union.join(' union all ')}) r`,
    )
  const partitions = async () => new Set((await rows()).map((row) => row.partition))
  do await addUser()
  while ((await partitions()).size < OWNED.length * PARTITIONS)
  for (const [, ofUser] of Map.groupBy(await rows(), (row) => row.userId)) {
    expect(new Set(ofUser.map((row) => row.name))).toEqual(new Set(OWNED))
    const numbers = ofUser.map((row) => row.partition.replace(`${row.name}_`, ''))
    expect(new Set(numbers).size).toBe(1)
  }
})

test('the repository reads and writes one partition of a table for a user, with plans made for any user', async () => {
  const userId = await addUser()
  const repo = createRepository(db, userId)
  const [conversation] = (await repo.conversations.list({ limit: 1, archived: false, trashed: false })).items
  const conversationId = conversation?.id ?? ''
  const statements = await plansOf(db, async (one) => {
    const planned = createRepository(one, userId)
    await planned.messages.list({ conversationId, limit: 50 })
    await planned.messages.context({ conversationId, limit: 20 })
    await planned.conversations.list({ limit: 30, archived: false, trashed: false })
    await planned.tasks.list({ limit: 30 })
  })
  expect(statements.length).toBeGreaterThanOrEqual(4)
  for (const { text, plan } of statements) {
    const scanned = nodesOf(plan).flatMap((node) => (node['Actual Loops'] === 0 ? [] : (node['Relation Name'] ?? [])))
    const numbers = new Set(scanned.map((name) => name.replace(/^.*_/, '')))
    expect([text, numbers.size]).toEqual([text, 1])
  }
})

test('the way back leaves nothing behind', async () => {
  await using own = await createTestDatabase()
  await rollback(own.settings, { steps: (await migrationNames()).length })
  const left = await own.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  )
  expect(left.map((row) => row.name)).toEqual(['schema_migrations'])
})
