import { createHash } from 'node:crypto'

import { newId } from '@parley/contract'

import type { Database } from '../connect.ts'
import { createGenerationLog } from '../generation-log/index.ts'
import { createRepository } from '../repository/index.ts'
import { createUser } from '../testing/index.ts'

/** Of each of the 50 others: many users with little, and one with much. */
const [OTHERS, CONVERSATIONS, MESSAGES, TASKS] = [50, 30, 20, 100]

/** An id that is made of a text and has the form of a UUID; see `messageAt`. */
const idOf = (text: string) => `overlay(overlay(md5(${text}) placing '7' from 13) placing '8' from 17)::uuid`

const USERS = `
  insert into users (name, email) select 'Test user', gen_random_uuid() || '@example.com' from generate_series(1, ${OTHERS})`

const CONVERSATION_ROWS = `
  insert into conversations (user_id, id, pinned_at, archived_at, deleted_at, updated_at)
  select u.id, ${idOf('u.id::text || n')}, case when n % 20 = 0 then now() end, case when n % 6 = 1 then now() end,
    case when n % 6 = 2 then now() end, timestamptz '2026-01-01' + n * interval '1 minute'
  from users u, generate_series(1, case when u.id = $1 then 1200 else ${CONVERSATIONS} end) n`

// As the repository's statements do, which know where a message lies.
const LINEAR = `
  insert into messages (user_id, conversation_id, id, parent_id, seq, segment, depth, role, content)
  select c.user_id, c.id, ${idOf('c.id::text || n')}, case when n > 1 then ${idOf('c.id::text || n - 1')} end, n, 1, n,
    case when n % 2 = 1 then 'user' else 'assistant' end::message_role, 'message ' || n
  from conversations c, generate_series(1, $1::int) n
  where set_config('parley.placed', 'on', true) = 'on' and ($2::uuid is null or c.id = $2)`

// Placed by the database itself. Each parent is given by the seq of a message that came before.
const tree = (parent: string) => `
  insert into messages (user_id, conversation_id, id, parent_id, seq, role, content)
  select $1, $2::uuid, ${idOf('$2::uuid::text || n')}, case when n > 1 then ${idOf(`$2::uuid::text || (${parent})`)} end, n, 'user', 'm' || n
  from generate_series($3::int, $4::int) n order by n`

const HEADS = `
  update conversations c set message_count = m.seq, head_id = m.id, head_parent_id = m.parent_id,
    head_segment = m.segment, head_depth = m.depth
  from messages m
  where m.user_id = c.user_id and m.conversation_id = c.id
    and m.seq = (select max(n.seq) from messages n where n.user_id = c.user_id and n.conversation_id = c.id)`

const GENERATIONS = `
  insert into generations (user_id, id, conversation_id, message_id, owner, model, status, ended_at)
  select user_id, gen_random_uuid(), conversation_id, id, $1, 'demo:offline', 'complete', now()
  from messages where role = 'assistant' and seq <= ${MESSAGES}`

const TASK_ROWS = `
  insert into tasks (user_id, id, title, completed, source_conversation_id, source_message_id, created_at)
  select u.id, gen_random_uuid(), 'A task', n % 5 = 0, m.conversation_id, m.id,
    timestamptz '2026-01-01' + n * interval '1 minute'
  from users u cross join generate_series(1, case when u.id = $1 then 1000 else ${TASKS} end) n left join messages m on n <= ${CONVERSATIONS} and m.user_id = u.id
    and m.conversation_id = ${idOf('u.id::text || n')} and m.seq = 1`

const ERASURE_ROWS = `
  insert into erasures (user_id, noun, id)
  select u.id, case when n % 2 = 0 then 'task' else 'conversation' end::erased_noun, gen_random_uuid()
  from users u, generate_series(1, case when u.id = $1 then 1000 else ${TASKS} end) n`

/** For tests: the id of the message that came as the `seq`-th. */
export function messageAt(conversationId: string, seq: number): string {
  const hex = createHash('md5').update(`${conversationId}${seq}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `7${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join('-')
}

/** An answer that is being written, with 200 events in its log. */
async function makeRunning(db: Database, userId: string, owner: string) {
  const log = createGenerationLog(db, owner)
  await log.register()
  const conversationId = newId()
  const question = { conversationId, messageId: newId(), content: 'q', model: 'demo:offline', owner, title: 'q' }
  const { generation, assistantMessage } = await createRepository(db, userId).turns.start(question)
  const generationId = generation?.id ?? ''
  const event = { type: 'text-delta', text: 'word ' } as const
  await log.commit(Array.from({ length: 200 }, (_, i) => ({ userId, generationId, seq: i + 1, event })))
  return { conversationId, questionId: question.messageId, answerId: assistantMessage.id, generationId }
}

/**
 * For tests: 80,000 messages of 51 users, and for one of them the conversations that a careless plan would read whole.
 * Answers that
 * user, these conversations by what they are, and an answer that is being written: the last thing that changed, with a
 * task, since \`position\`.
 */
export async function makeHistories(db: Database) {
  await db.query(USERS)
  const { id: userId } = await createUser(db)
  await db.query(CONVERSATION_ROWS, [userId])
  await db.query(LINEAR, [MESSAGES, null])
  // Else the trigger that places messages has a plan for an empty table.
  await db.query('analyze messages')

  async function make(add: (id: string) => Promise<unknown>): Promise<string> {
    const id = newId()
    await db.query('insert into conversations (user_id, id, archived_at) values ($1, $2, now())', [userId, id])
    await add(id)
    return id
  }
  const linear = (length: number) => make((id) => db.query(LINEAR, [length, id]))
  // In pieces: each message leaves a dead row of the conversation behind, which nothing removes before the commit.
  const branched = (length: number, parent: string) =>
    make(async (id) => {
      for (let n = 1; n <= length; n += 500) {
        await db.query(tree(parent), [userId, id, n, Math.min(n + 499, length)])
      }
    })
  const histories = {
    short: await linear(100),
    long: await linear(10_000),
    /** 1,000 versions of the second message; the active branch goes on for 100 from the last. */
    wide: await branched(1_101, 'case when n <= 1001 then 1 else n - 1 end'),
    /** A fork after every seventh message, which leaves three behind. */
    forked: await branched(10_000, 'case when n % 10 = 0 then n - 4 else n - 1 end'),
  }
  await db.query(HEADS)
  await db.query(GENERATIONS, [newId()])
  await db.query(TASK_ROWS, [userId])
  const owner = newId()
  for (let others = 19; others > 0; others--) await makeRunning(db, userId, owner)
  await db.query(ERASURE_ROWS, [userId])
  const repo = createRepository(db, userId)
  const { position } = await repo.changes.read({ since: null })
  const running = await makeRunning(db, userId, owner)
  await repo.tasks.create({ title: 'Milk' })
  await db.query('analyze')
  return { userId, owner, running, position, ...histories }
}
