import { newId } from '@parley/contract'
import postgres, { type Sql, type TransactionSql } from 'postgres'

import { clientOf } from '../client.ts'
import type { ConnectionSettings } from '../settings.ts'

export type Row = Record<string, string | number | boolean | Date | null>

/** For tests: a connection of its own to a test's database, past all of our code. */
export function plainly(settings: ConnectionSettings): Sql {
  return clientOf(settings, { max: 1 })
}

/** In the order in which their foreign keys want them. */
const TABLES = [
  'users',
  'sessions',
  'accounts',
  'erasures',
  'conversations',
  'messages',
  'generations',
  'generation_events',
  'tasks',
] as const
export type Table = (typeof TABLES)[number]
/** One user with one row in each table. */
export type World = Record<Table, Row>

export function newWorld(): World {
  const owned = { user_id: newId() }
  const conversation = { ...owned, conversation_id: newId() }
  const messageId = newId()
  const generationId = newId()
  return {
    users: { id: owned.user_id, name: 'Test user', email: `${owned.user_id}@example.com` },
    sessions: { ...owned, id: newId(), token: newId(), expires_at: new Date() },
    accounts: { ...owned, id: newId(), provider_id: 'credential', account_id: newId() },
    erasures: { ...owned, noun: 'conversation', id: newId() },
    conversations: { ...owned, id: conversation.conversation_id, is_main: true },
    messages: {
      ...conversation,
      id: messageId,
      parent_id: null,
      seq: 1,
      segment: 1,
      depth: 1,
      role: 'assistant',
      content: 'Hello',
    },
    generations: {
      ...conversation,
      id: generationId,
      message_id: messageId,
      owner: newId(),
      model: 'demo:offline',
      status: 'complete',
      ended_at: new Date(),
    },
    generation_events: { ...owned, generation_id: generationId, seq: 1, event: '{}' },
    tasks: {
      ...owned,
      id: newId(),
      title: 'Milk',
      source_conversation_id: conversation.conversation_id,
      source_message_id: messageId,
    },
  }
}

export const insert = (sql: TransactionSql, table: Table, row: Row) => sql`insert into ${sql(table)} ${sql(row)}`

/** Stores the rows of a world, up to and with those of `last`, as a statement does that places its messages itself. */
export async function store(sql: TransactionSql, world: World, last: Table = 'tasks'): Promise<void> {
  await sql`select set_config('parley.placed', 'on', true)`
  for (const table of TABLES.slice(0, TABLES.indexOf(last) + 1)) await insert(sql, table, world[table])
}

const DONE = new Error('Nothing refused it.')

/** Does the work and takes it back: the constraint that refused it, else the SQLSTATE; null when nothing did. */
export async function refusal(sql: Sql, work: (tx: TransactionSql) => Promise<unknown>): Promise<string | null> {
  try {
    return await sql.begin(async (tx) => {
      await work(tx)
      throw DONE
    })
  } catch (error) {
    if (error === DONE) return null
    if (error instanceof postgres.PostgresError) return error.constraint_name ?? error.code
    throw error
  }
}

/** What refuses a row with these changes, in a world that has all that it points at. */
export const refusalOf = (sql: Sql, table: Table, changes: Row): Promise<string | null> =>
  refusal(sql, (tx) => {
    const world = newWorld()
    return store(tx, { ...world, [table]: { ...world[table], ...changes } }, table)
  })
