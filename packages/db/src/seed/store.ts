import { ParleyError } from '@parley/contract'

import type { Database } from '../connect.ts'
import type { Queries } from '../queries.ts'
import { PLACED } from '../repository/messages/add.ts'
import { conversations, messages, tasks, users } from '../schema/index.ts'
import type { SampleConversation } from './conversation.ts'
import { inserter } from './insert.ts'
import type { MessageRow } from './message.ts'
import type { SeedCounts } from './options.ts'
import type { Sample } from './samples.ts'
import type { UserRow } from './user.ts'

const insertUsers = inserter(users)
const insertConversations = inserter(conversations)
const insertMessages = inserter(messages)
const insertTasks = inserter(tasks)

/** Rows in one statement. */
const CHUNK = 500

/** Stores a batch of samples in one transaction. A conversation that is there already keeps the messages it has. */
export function storeSamples(db: Database, samples: readonly Sample[]): Promise<SeedCounts> {
  return db.transaction(async (tx) => {
    const made = samples.flatMap((sample) => sample.conversation ?? [])
    const userIds = await addUsers(
      tx,
      samples.flatMap((sample) => sample.user ?? []),
    )
    const added = new Set(
      await insertConversations(
        tx,
        made.map((one) => one.row),
      ),
    )
    const written = made.filter((one) => added.has(one.row.id))
    // The messages come with their segment and depth, so the trigger that finds them need not look.
    await tx.query(`select ${PLACED}`)
    const count = await addMessages(tx, written)
    const taskIds = await insertTasks(
      tx,
      samples.flatMap((sample) => sample.task ?? []),
    )
    return {
      users: userIds.length,
      conversations: written.length,
      messages: count,
      tasks: taskIds.length,
      already: made.length - written.length,
    }
  })
}

const TAKEN = `
  select r.email from jsonb_to_recordset($1::text::jsonb) as r(id uuid, email text)
  where not exists (select 1 from users u where u.id = r.id) limit 1`

async function addUsers(tx: Queries, rows: UserRow[]): Promise<string[]> {
  const added = await insertUsers(tx, rows)
  const [taken] = await tx.query<{ email: string }>(TAKEN, [JSON.stringify(rows)])
  if (taken) throw new ParleyError('CONFLICT', `Another account has the address ${taken.email}.`)
  return added
}

async function addMessages(tx: Queries, written: readonly SampleConversation[]): Promise<number> {
  let count = 0
  let chunk: MessageRow[] = []
  for (const row of written.values().flatMap((one) => one.messages())) {
    chunk.push(row)
    if (chunk.length < CHUNK) continue
    count += (await insertMessages(tx, chunk)).length
    chunk = []
  }
  return count + (await insertMessages(tx, chunk)).length
}
