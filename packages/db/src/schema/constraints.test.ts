import { limits, messageStatuses, roles } from '@parley/contract'
import { afterAll, describe, expect, test } from 'vitest'

import { createTestDatabase } from '../testing/index.ts'
import { insert, newWorld, plainly, refusal, refusalOf, store, type Row, type Table } from './fixture.ts'

const db = await createTestDatabase()
const sql = plainly(db.settings)
afterAll(() => sql.end())

/** So many characters, each of two UTF-16 units and four bytes. */
const smileys = (count: number) => '😀'.repeat(count)
const BLANKS = [' ', '\t', '\r', '\n', '\f', '\v']
const BLANK = BLANKS.join('')

interface Case {
  table: Table
  refused: Row[]
  accepted: Row[]
}

const lengths = (column: string, max: number): Pick<Case, 'refused' | 'accepted'> => ({
  refused: [{ [column]: smileys(max + 1) }, { [column]: 'x'.repeat(max + 1) }],
  accepted: [{ [column]: smileys(max) }, { [column]: 'x'.repeat(max) }],
})

/** Each rule of the database, by its name, with rows on both sides of it. */
const CASES: Record<string, Case> = {
  conversation_title_length: {
    table: 'conversations',
    refused: [{ title: '' }, ...lengths('title', limits.titleChars).refused],
    accepted: [{ title: 'x' }, ...lengths('title', limits.titleChars).accepted],
  },
  conversation_preview_length: { table: 'conversations', ...lengths('preview', limits.previewChars) },
  system_prompt_length: {
    table: 'conversations',
    ...lengths('system_prompt', limits.systemPromptChars),
  },
  context_limit_range: {
    table: 'conversations',
    refused: [{ context_limit: 0 }, { context_limit: -1 }, { context_limit: limits.contextMessages + 1 }],
    accepted: [{ context_limit: 1 }, { context_limit: limits.contextMessages }],
  },
  message_count_not_negative: {
    table: 'conversations',
    refused: [{ message_count: -1 }],
    accepted: [{ message_count: 0 }, { message_count: 1 }],
  },
  positive_integer_positive: {
    table: 'messages',
    refused: ['seq', 'segment', 'depth'].flatMap((column) => [{ [column]: 0 }, { [column]: -1 }]),
    accepted: [{ seq: 1, segment: 1, depth: 1 }],
  },
  messages_content: {
    table: 'messages',
    refused: ['user', 'system'].flatMap((role) => [
      ...messageStatuses.filter((status) => status !== 'complete').map((status) => ({ role, status })),
      ...['', BLANK, ...BLANKS].map((content) => ({ role, content })),
      { role, content: smileys(limits.messageCharsCeiling + 1) },
    ]),
    accepted: [
      ...roles.map((role) => ({ role, status: 'complete' })),
      ...messageStatuses.map((status) => ({ role: 'assistant', status })),
      ...['user', 'system'].flatMap((role) =>
        ['x', 'v', 'x0B', `${BLANK}x${BLANK}`, smileys(limits.messageCharsCeiling)].map((content) => ({
          role,
          content,
        })),
      ),
      ...['', BLANK, 'x'.repeat(limits.messageCharsCeiling + 1)].map((content) => ({ role: 'assistant', content })),
    ],
  },
  generations_ended: {
    table: 'generations',
    refused: [
      { status: 'running', ended_at: new Date() },
      { status: 'complete', ended_at: null },
    ],
    accepted: [
      { status: 'running', ended_at: null },
      ...['complete', 'stopped', 'interrupted', 'failed'].map((status) => ({ status, ended_at: new Date() })),
    ],
  },
  tasks_title_length: {
    table: 'tasks',
    refused: [{ title: '' }, ...lengths('title', limits.taskTitleChars).refused],
    accepted: [{ title: 'x' }, ...lengths('title', limits.taskTitleChars).accepted],
  },
  tasks_title_not_blank: {
    table: 'tasks',
    refused: [BLANK, ...BLANKS].map((title) => ({ title })),
    accepted: ['x', 'v', `${BLANK}x${BLANK}`].map((title) => ({ title })),
  },
  tasks_description_length: { table: 'tasks', ...lengths('description', limits.taskDescriptionChars) },
  tasks_source_whole: {
    table: 'tasks',
    refused: [{ source_conversation_id: null }, { source_message_id: null }],
    accepted: [{}, { source_conversation_id: null, source_message_id: null }],
  },
}

describe('the database itself refuses', () => {
  test('what each of its checks forbids; none is without a case here', async () => {
    const checks = await sql<{ name: string }[]>`
      select conname as name from pg_constraint
      where contype = 'c' and connamespace = 'public'::regnamespace and conparentid = 0`
    expect(Object.keys(CASES).toSorted()).toEqual(checks.map((row) => row.name).toSorted())
  })

  test.each(Object.entries(CASES))(
    '%s: the first row beyond it, and accepts the last before it',
    async (name, rule) => {
      for (const row of rule.accepted) expect(await refusalOf(sql, rule.table, row)).toBeNull()
      for (const row of rule.refused) expect(await refusalOf(sql, rule.table, row)).toBe(name)
    },
  )

  test('a role or a status that is none', async () => {
    const columns = await sql<{ table: Table; column: string; labels: string[] }[]>`
      select c.relname as "table", a.attname as "column",
        (select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid) as labels
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
      where c.relkind in ('r', 'p') and t.typtype = 'e' and c.relnamespace = 'public'::regnamespace order by 1, 2`
    expect(columns.map((one) => [one.table, one.column, one.labels])).toEqual([
      ['erasures', 'noun', ['conversation', 'task']],
      ['generations', 'status', ['running', 'complete', 'stopped', 'interrupted', 'failed']],
      ['messages', 'role', [...roles]],
      ['messages', 'status', [...messageStatuses]],
    ])
    for (const { table, column } of columns) {
      for (const label of ['', 'tool', 'Complete', 'user ']) {
        expect(await refusalOf(sql, table, { [column]: label })).toBe('22P02')
      }
    }
  })

  test('a row without a value that it must have', async () => {
    const columns = await sql<{ table: Table; column: string }[]>`
      select c.relname as "table", a.attname as "column" from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnotnull and a.attnum > 0
        and not c.relispartition and c.relname in ${sql(Object.keys(newWorld()))}`
    expect(columns.length).toBeGreaterThan(40)
    for (const { table, column } of columns) {
      expect([table, column, await refusalOf(sql, table, { [column]: null })]).toEqual([table, column, '23502'])
    }
  })

  test('U+0000, which Postgres cannot hold', async () => {
    expect(await refusalOf(sql, 'messages', { content: 'a\0b' })).toBe('22021')
  })
})

test('a row of every table, of two users with the same ids, is accepted', async () => {
  const [mine, theirs] = [newWorld(), newWorld()]
  const refused = await refusal(sql, async (tx) => {
    await store(tx, mine)
    await store(tx, theirs, 'accounts')
    for (const table of [
      'erasures',
      'conversations',
      'messages',
      'generations',
      'generation_events',
      'tasks',
    ] as const) {
      await insert(tx, table, { ...mine[table], user_id: theirs.users['id'] ?? null })
    }
  })
  expect(refused).toBeNull()
})
