import { newId } from '@parley/contract'
import { connect, createRepository, type Database } from '@parley/db'

import { compareCalls, type Call } from './persistence/compare.ts'
import { describeStreaming } from './runner/environment.ts'
import type { Bench } from './runner/measurement.ts'
import { quietLogger, startPostgres } from './runner/postgres.ts'
import { table } from './runner/table.ts'

/** The active branch, its forks of three messages each, and the versions of the fifth message from its end. */
const [DEEP, FORKS, VERSIONS, PAGE] = [10_000, 1_000, 1_000, 50]
const FORKED = DEEP + 3 * FORKS

// As the repository's statements do, which know where a message lies.
const insert = (rows: string) => `
  insert into messages (user_id, conversation_id, id, parent_id, seq, segment, depth, role, content)
  select $1::uuid, $2::uuid, md5($2::uuid::text || seq)::uuid, md5($2::uuid::text || nullif(parent, 0))::uuid, seq, segment, depth, 'user', repeat('word ', 40)
  from (${rows}) r where set_config('parley.placed', 'on', true) = 'on'`
const TRUNK = insert(`select n as seq, n - 1 as parent, 1 as segment, n as depth from generate_series(1, ${DEEP}) n`)
const BRANCHES = insert(`
  select ${DEEP} + 3 * f + k as seq, case when k = 1 then 10 * f + 5 else ${DEEP} + 3 * f + k - 1 end as parent,
    ${DEEP} + 3 * f + 1 as segment, 10 * f + 5 + k as depth
  from generate_series(0, ${FORKS - 1}) f, generate_series(1, 3) k`)
const SIBLINGS = insert(`
  select ${FORKED} + n as seq, ${DEEP - 5} as parent, ${FORKED} + n as segment, ${DEEP - 4} as depth
  from generate_series(1, ${VERSIONS - 1}) n`)
const HEAD = `
  update conversations c set message_count = (select max(seq) from messages where user_id = $1 and conversation_id = $2),
    head_id = m.id, head_parent_id = m.parent_id, head_segment = m.segment, head_depth = m.depth
  from messages m
  where c.user_id = $1 and c.id = $2 and m.user_id = $1 and m.conversation_id = $2 and m.seq = ${DEEP}`

const USER = `insert into users (id, name, email) values ($1::uuid, 'Bench', $1::uuid || '@example.com')`
// What an app without branches sends: the newest of one conversation by their number.
const FLAT = `
  select id, parent_id, seq, role, status, content, parts, model, usage, error, created_at, updated_at
  from messages where user_id = $1 and conversation_id = $2 order by seq desc limit $3`

export const branches: Bench = {
  claim: `the last ${PAGE} messages of the active branch, with their versions counted, in under 5 ms, ${DEEP} deep among 1,000 forks`,
  base: `the newest ${PAGE} messages of a conversation of ${DEEP} that never forked, by a hand-written statement`,
  measure: async () => {
    await using postgres = await startPostgres()
    await using db = connect(await postgres.makeDatabase('bench'), { logger: quietLogger })
    const { ours, base } = await compareCalls(await prepare(db))
    const row = [`${DEEP} deep, ${FORKS} forks, ${VERSIONS} versions of one message`, ours.p50, ours.p95, base.p50]
    const text = [
      `Measured on ${new Date().toISOString().slice(0, 10)} with \`pnpm bench branches --write-docs\`. ${await describeStreaming(db)}`,
      table(
        ['milliseconds', 'Parley, p50', 'p95', 'flat, p50'],
        [row.map((cell) => (typeof cell === 'number' ? cell.toFixed(2) : cell))],
      ),
    ]
    const page = { case: `last ${PAGE} of the active branch`, unit: 'ms', bar: 5, barOn: 'ours' } as const
    return { measurements: [{ ...page, ours: ours.p50, base: base.p50 }], section: { text: text.join('\n\n') } }
  },
}

async function prepare(db: Database): Promise<{ ours: Call; base: Call }> {
  const userId = newId()
  await db.query(USER, [userId])
  const repo = createRepository(db, userId)
  const [{ id: deep }, { id: flat }] = [await repo.conversations.create({}), await repo.conversations.create({})]
  for (const statement of [TRUNK, BRANCHES, SIBLINGS, HEAD]) await db.query(statement, [userId, deep])
  for (const statement of [TRUNK, HEAD]) await db.query(statement, [userId, flat])
  await db.query('vacuum analyze messages')
  return {
    ours: () => repo.messages.list({ conversationId: deep, limit: PAGE }),
    base: () => db.query(FLAT, [userId, flat, PAGE]),
  }
}
