import { newId } from '@parley/contract'
import { afterAll, describe, expect, test } from 'vitest'

import { createTestDatabase } from '../testing/index.ts'
import { insert, newWorld, plainly, refusal, store, type Row, type Table } from './fixture.ts'

const db = await createTestDatabase()
const sql = plainly(db.settings)
afterAll(() => sql.end())

interface Case {
  table: Table
  /** What is other in a second row that is refused. */
  refused: Row
  /** What is other in a second row that is accepted. */
  accepted: Row
  /** What is other in the first row than in that of a new world. */
  first?: Row
}

const id = newId()
const next = { id, parent_id: newId(), seq: 2, segment: 1, depth: 2 }
const running = { status: 'running', ended_at: null }

/** Each unique index, by its name. */
const CASES: Record<string, Case> = {
  conversations_user_id_id_pk: {
    table: 'conversations',
    refused: { is_main: false },
    accepted: { id, is_main: false },
  },
  conversations_main: { table: 'conversations', refused: { id }, accepted: { id, deleted_at: new Date() } },
  messages_user_id_conversation_id_id_pk: {
    table: 'messages',
    refused: { seq: 2, segment: 2 },
    accepted: { id, seq: 2, segment: 2 },
  },
  messages_seq: { table: 'messages', refused: { ...next, seq: 1, depth: 1, parent_id: null }, accepted: next },
  messages_branch: {
    table: 'messages',
    refused: { id, seq: 2 },
    accepted: { id, seq: 2, segment: 2 },
  },
  erasures_user_id_noun_id_pk: { table: 'erasures', refused: {}, accepted: { noun: 'task' } },
  generations_user_id_id_pk: { table: 'generations', refused: {}, accepted: { id } },
  generations_running: {
    table: 'generations',
    first: running,
    refused: { id },
    accepted: { ...running, id, status: 'stopped', ended_at: new Date() },
  },
  generation_events_user_id_generation_id_seq_pk: { table: 'generation_events', refused: {}, accepted: { seq: 2 } },
  tasks_user_id_id_pk: { table: 'tasks', refused: {}, accepted: { id } },
  users_pkey: { table: 'users', refused: { email: 'other@example.com' }, accepted: { id, email: 'other@example.com' } },
  users_email_unique: { table: 'users', refused: { id }, accepted: { id, email: 'other@example.com' } },
  sessions_pkey: { table: 'sessions', refused: { token: 'other' }, accepted: { id, token: 'other' } },
  sessions_token_unique: { table: 'sessions', refused: { id }, accepted: { id, token: 'other' } },
  accounts_pkey: { table: 'accounts', refused: { account_id: 'other' }, accepted: { id, account_id: 'other' } },
  accounts_provider: { table: 'accounts', refused: { id }, accepted: { id, provider_id: 'other' } },
}

describe('the database itself refuses a second row', () => {
  test('by each of its unique indexes; none is without a case here', async () => {
    const indexes = await sql<{ name: string }[]>`
      select x.relname as name from pg_index i
      join pg_class x on x.oid = i.indexrelid join pg_class c on c.oid = i.indrelid
      where i.indisunique and c.relnamespace = 'public'::regnamespace
        and c.relname in ${sql(Object.keys(newWorld()))}`
    expect(Object.keys(CASES).toSorted()).toEqual(indexes.map((row) => row.name).toSorted())
  })

  test.each(Object.entries(CASES))('%s: one that repeats the first, and accepts another', async (name, rule) => {
    const { table, first, refused, accepted } = rule
    const add = (second: Row) =>
      refusal(sql, async (tx) => {
        const world = newWorld()
        const row = { ...world[table], ...first }
        await store(tx, { ...world, [table]: row }, table)
        await insert(tx, table, { ...row, ...second })
      })
    expect(await add(refused)).toBe(name)
    expect(await add(accepted)).toBeNull()
  })

  test('of the main conversation, but accepts one for another user', async () => {
    const main = async (second: 'mine' | 'theirs') =>
      refusal(sql, async (tx) => {
        const [mine, theirs] = [newWorld(), newWorld()]
        await store(tx, mine, 'conversations')
        if (second === 'theirs') return store(tx, theirs, 'conversations')
        return insert(tx, 'conversations', { ...theirs.conversations, user_id: mine.users['id'] ?? null })
      })
    expect(await main('mine')).toBe('conversations_main')
    expect(await main('theirs')).toBeNull()
  })
})
