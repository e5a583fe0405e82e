import type { MessageStatus } from '@parley/contract'

import type { ConversationSummary, Task } from '../../schema/index.ts'
import { summaryColumns } from '../conversations/columns.ts'
import type { Scope } from '../scope.ts'
import { taskColumns } from '../tasks/columns.ts'
import { formatPosition, parsePosition } from './position.ts'

/** Changes in one reading; whoever missed more reads everything again. */
const MAX_CHANGES = 200

/** Hours for which a position is good. Erasures are remembered for longer. */
const WINDOW_HOURS = 24

/**
 * What changed, as it is now; a later change of the same thing replaces an earlier one.
 * `message`: an answer began or ended. `conversation`: made or changed, also by its messages, also in the trash.
 */
export type Change =
  | { type: 'conversation'; conversation: ConversationSummary }
  | { type: 'conversation-erased'; id: string }
  | { type: 'message'; conversationId: string; messageId: string; status: MessageStatus }
  | { type: 'task'; task: Task }
  | { type: 'task-erased'; id: string }

export interface Changes {
  /** After these changes; for the next reading. */
  position: string
  /** Null when the position that was given is none, or is too old, or too much has changed: read everything again. */
  changes: Change[] | null
}

// Stamps of another cluster, in rows that were restored from a backup, may lie in the future: they count as unchanged.
const unseen = (row: string) => `${row}.user_id = $1 and ${row}.changed_in >= $2::xid8
      and not pg_visible_in_snapshot(${row}.changed_in, $3::pg_snapshot)
      and ${row}.changed_in < pg_snapshot_xmax(pg_current_snapshot()) limit ${MAX_CHANGES + 1}`

const HERE = `pg_current_snapshot()::text as snapshot,
    (extract(epoch from statement_timestamp()) * 1000)::bigint::text as time`

const NOW = `select ${HERE}`

// One statement sees one moment: the position is exactly what was read.
const READ = `
  select ${HERE},
    to_timestamp($4::float8 / 1000) < statement_timestamp() - interval '${WINDOW_HOURS} hours'
      or pg_snapshot_xmax($3::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) as stale,
    coalesce((select json_agg(c.id) from (select c.id from conversations c where ${unseen('c')}) c), '[]') as conversations,
    coalesce((select json_agg(t.id) from (select t.id from tasks t where ${unseen('t')}) t), '[]') as tasks,
    coalesce((select json_agg(json_build_object('type', e.noun || '-erased', 'id', e.id))
      from (select e.noun, e.id from erasures e where ${unseen('e')}) e), '[]') as erasures,
    coalesce((select json_agg(json_build_object(
        'type', 'message', 'conversationId', m.conversation_id, 'messageId', m.id, 'status', m.status))
      from (select g.conversation_id, g.message_id from generations g where ${unseen('g')}) g
      join messages m on m.user_id = $1 and m.conversation_id = g.conversation_id and m.id = g.message_id), '[]') as messages`

interface Here {
  snapshot: string
  time: string
}

interface Found extends Here {
  stale: boolean
  conversations: string[]
  tasks: string[]
  erasures: Extract<Change, { id: string }>[]
  messages: Extract<Change, { type: 'message' }>[]
}

const IDS = 'select value::uuid from jsonb_array_elements_text($2::jsonb)'
const CONVERSATIONS = `select ${summaryColumns} from conversations c where c.user_id = $1 and c.id in (${IDS})`
const TASKS = `select ${taskColumns} from tasks t where t.user_id = $1 and t.id in (${IDS})`

/**
 * All that changed for the user after a position, each thing once: every change that was committed, and none that the
 * position has already. Without one, where the changes stand now.
 */
export async function readChanges(scope: Scope, { since }: { since: string | null }): Promise<Changes> {
  const from = since === null ? null : parsePosition(since)
  if (from === null) return { position: await currentPosition(scope), changes: null }
  const [found] = await scope.db.query<Found>(READ, [scope.userId, from.xmin, from.snapshot, from.time])
  if (!found) throw noRow()
  const position = positionOf(found)
  const { stale, conversations, tasks, erasures, messages } = found
  const count = conversations.length + tasks.length + erasures.length + messages.length
  if (stale || count > MAX_CHANGES) return { position, changes: null }
  return { position, changes: [...erasures, ...(await readRows(scope, conversations, tasks)), ...once(messages)] }
}

async function currentPosition({ db }: Scope): Promise<string> {
  const [here] = await db.query<Here>(NOW)
  if (!here) throw noRow()
  return positionOf(here)
}

const positionOf = ({ time, snapshot }: Here) => formatPosition({ time: Number(time), snapshot })

/** An answer that was continued has several generations. */
const once = (messages: Found['messages']) =>
  new Map(messages.map((message) => [`${message.conversationId} ${message.messageId}`, message])).values()

const noRow = () => new Error('A statement without a FROM gave no row.')

/** The rows as they are by now; one that was erased meanwhile is among the next changes. */
async function readRows({ db, userId }: Scope, conversations: string[], tasks: string[]): Promise<Change[]> {
  const [conversationRows, taskRows] = await Promise.all([
    conversations.length === 0
      ? []
      : db.query<ConversationSummary>(CONVERSATIONS, [userId, JSON.stringify(conversations)]),
    tasks.length === 0 ? [] : db.query<Task>(TASKS, [userId, JSON.stringify(tasks)]),
  ])
  return [
    ...conversationRows.map((conversation): Change => ({ type: 'conversation', conversation })),
    ...taskRows.map((task): Change => ({ type: 'task', task })),
  ]
}
