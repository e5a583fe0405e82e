import { notFound, type MessageRef } from '@parley/contract'

import type { BranchMessage, Message } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { messageColumns } from './columns.ts'
import { foldStreaming } from './fold.ts'

/**
 * The children of `p`, a table expression with a message's id, segment and depth: the first goes on in its segment, the
 * others are forks. $1 user, $2 conversation.
 */
export const childrenOf = (p: string) => `
  select ${messageColumns} from ${p} p cross join lateral (
    select * from messages
    where user_id = $1 and conversation_id = $2 and segment = p.segment and depth = p.depth + 1
    limit 1
  ) m
  union all
  select ${messageColumns} from ${p} p cross join lateral (
    select * from messages where user_id = $1 and conversation_id = $2 and parent_id = p.id and segment = seq
    order by seq
  ) m`

const SIBLINGS = `
  with self as (
    select s.parent_id
    from messages s join conversations c on c.user_id = s.user_id and c.id = s.conversation_id and c.deleted_at is null
    where s.user_id = $1 and s.conversation_id = $2 and s.id = $3
  ), parent as (
    select m.id, m.segment, m.depth
    from self join messages m on m.user_id = $1 and m.conversation_id = $2 and m.id = self.parent_id
  )
  ${childrenOf('parent')}
  union all
  select ${messageColumns} from self join messages m
    on m.user_id = $1 and m.conversation_id = $2 and m.parent_id is null and m.segment = m.seq
  where self.parent_id is null
  order by seq`

/** The versions at one point: every message with the same parent, this one included, in order of arrival. */
export async function listSiblings(scope: Scope, { conversationId, messageId }: MessageRef): Promise<Message[]> {
  const rows = await scope.db.query<Message>(SIBLINGS, [scope.userId, conversationId, messageId])
  if (rows.length === 0) throw notFound('message')
  return foldStreaming(scope, rows)
}

// One look-up a message of the page: a conversation may have any number of forks elsewhere.
const FORKS = `
  select p.value::uuid as "parentId", f.seqs
  from jsonb_array_elements_text($3::jsonb) p cross join lateral (
    select json_agg(m.seq order by m.seq) as seqs from messages m
    where m.user_id = $1 and m.conversation_id = $2 and m.parent_id = p.value::uuid and m.segment = m.seq
  ) f
  where f.seqs is not null
  union all
  select null, json_agg(m.seq order by m.seq) from messages m
  where m.user_id = $1 and m.conversation_id = $2 and m.parent_id is null and m.segment = m.seq`

/** Tells each message of a branch how many versions there are at its point, and which of them it is, from 0. */
export async function placeAmongSiblings(
  { db, userId }: Scope,
  conversationId: string,
  page: Message[],
  forked: boolean,
): Promise<BranchMessage[]> {
  if (!forked) return page.map((message) => ({ ...message, siblingCount: 1, siblingIndex: 0 }))
  const parents = JSON.stringify(page.flatMap((message) => message.parentId ?? []))
  const rows = await db.query<{ parentId: string | null; seqs: number[] }>(FORKS, [userId, conversationId, parents])
  const forks = new Map(rows.map((row) => [row.parentId, row.seqs]))
  return page.map((message) => {
    // Every root is a fork of nothing; a parent's first child is not among its forks.
    const first = message.parentId === null ? 0 : 1
    const seqs = forks.get(message.parentId) ?? []
    const place = seqs.indexOf(message.seq)
    return { ...message, siblingCount: first + seqs.length, siblingIndex: place === -1 ? 0 : first + place }
  })
}
