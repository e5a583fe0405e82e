import type { Role } from '@parley/contract'
import type { ConversationSummary, Database, Message } from '@parley/db'

const MESSAGE = `m.id, m.conversation_id as "conversationId", m.seq, m.role, m.status, m.content, m.parts, m.model, m.usage,
  m.error, m.created_at as "createdAt", m.updated_at as "updatedAt"`
type RawMessage = Omit<Message, 'parentId'>
type RawSummary = Omit<ConversationSummary, 'headId' | 'isMain' | 'deletedAt'>

const APPEND = `
  with c as (
    update raw.conversations set message_count = message_count + 1, preview = left($5, 200), updated_at = now()
    where user_id = $1 and id = $2
    returning message_count
  )
  insert into raw.messages as m (user_id, conversation_id, seq, id, role, content)
  select $1, $2, message_count, $3, $4, $5 from c
  returning m.seq, m.created_at as "createdAt"`

const LAST = `
  select ${MESSAGE} from raw.messages m
  where m.user_id = $1 and m.conversation_id = $2
  order by m.seq desc limit $3`

const ALL = `
  select ${MESSAGE} from raw.messages m
  where m.user_id = $1 and m.conversation_id = $2
  order by m.seq`

const LIST = `
  select c.id, c.title, c.message_count as "messageCount", c.preview, c.context_limit as "contextLimit", c.model,
    c.pinned_at as "pinnedAt", c.archived_at as "archivedAt", c.created_at as "createdAt", c.updated_at as "updatedAt"
  from raw.conversations c
  where c.user_id = $1 and c.archived_at is null
  order by (c.pinned_at is not null) desc, c.updated_at desc, c.id desc
  limit $2`

/**
 * The best hand-written SQL for each operation, one prepared statement a call. It gives the caller the rows that the
 * repository gives, with Dates, but for the columns that its tables lack. It does not answer a repeated append with the
 * message that is there, does not tell a missing conversation from an empty one, does not make a cursor for the next page,
 * and neither records, sets a deadline, bounds the wait for a connection, nor translates errors.
 */
export function createRaw({ sql }: Database, userId: string) {
  const prepared = { prepare: true }
  return {
    async append(conversationId: string, id: string, role: Role, content: string): Promise<RawMessage> {
      const args = [userId, conversationId, id, role, content]
      const [stored] = await sql.unsafe<Pick<RawMessage, 'seq' | 'createdAt'>[]>(APPEND, args, prepared)
      if (!stored) throw new Error('There is no such conversation.')
      const rest = { status: 'complete', parts: null, model: null, usage: null, error: null } as const
      return { ...stored, id, conversationId, role, content, ...rest, updatedAt: stored.createdAt }
    },
    async last(conversationId: string, limit: number): Promise<RawMessage[]> {
      const rows = await sql.unsafe<RawMessage[]>(LAST, [userId, conversationId, limit], prepared)
      return rows.reverse()
    },
    all: (conversationId: string) => sql.unsafe<RawMessage[]>(ALL, [userId, conversationId], prepared),
    list: (limit: number) => sql.unsafe<RawSummary[]>(LIST, [userId, limit], prepared),
  }
}
