import { notFound, type DeleteConversation } from '@parley/contract'

import { tellStop } from '../../generation-log/notice.ts'
import type { Conversation } from '../../schema/index.ts'
import { remember } from '../erasures.ts'
import type { Scope } from '../scope.ts'
import { conversationColumns } from './columns.ts'

// Before the statement that stops them: an answer that was being started has then begun, and is seen.
const LOCK = `select from conversations c where c.user_id = $1 and c.id = $2 for update`

// The answers that run in it are stopped: nobody waits for them any more, and they cost.
const TRASH = `
  with trashed as (
    update conversations c set deleted_at = now()
    where c.user_id = $1 and c.id = $2 and c.deleted_at is null
    returning c.id
  ), stopping as (
    update generations g set stop_requested_at = coalesce(g.stop_requested_at, now())
    from trashed where g.user_id = $1 and g.conversation_id = trashed.id and g.status = 'running'
    returning g.user_id, g.id, g.owner
  )
  select trashed.id, (select count(${tellStop('g')}) from stopping g) as stopped from trashed`

const ERASE = `
  with erased as (
    delete from conversations c where c.user_id = $1 and c.id = $2 returning c.id
  ), ${remember('conversation', 'erased')}
  select erased.id, (
    select count(${tellStop('g')}) from generations g
    where g.user_id = $1 and g.conversation_id = erased.id and g.status = 'running'
  ) as stopped
  from erased`

// There may be another main conversation by now.
const RESTORE = `
  update conversations c set deleted_at = null, is_main = false
  where c.user_id = $1 and c.id = $2 and c.deleted_at is not null
  returning ${conversationColumns}`

/** Moves a conversation to the trash; `permanently` erases it with everything in it, also from the trash. Stops its answers. */
export async function deleteConversation({ db, userId }: Scope, input: DeleteConversation): Promise<void> {
  const key = [userId, input.id]
  const [, rows] = await db.transaction((tx) =>
    Promise.all([tx.query(LOCK, key), tx.query(input.permanently ? ERASE : TRASH, key)]),
  )
  if (rows.length === 0) throw notFound('conversation')
}

/** Takes a conversation out of the trash. Throws NOT_FOUND when it is not in it. */
export async function restoreConversation({ db, userId }: Scope, id: string): Promise<Conversation> {
  const [conversation] = await db.query<Conversation>(RESTORE, [userId, id])
  if (!conversation) throw notFound('conversation')
  return conversation
}
