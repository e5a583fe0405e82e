import type { MessageRef } from '@parley/contract'

import { tellStop } from '../../generation-log/notice.ts'
import type { Generation } from '../../schema/index.ts'
import { generationColumns } from '../generations/columns.ts'
import { getMessage } from '../messages/get.ts'
import type { Scope } from '../scope.ts'

const STOP = `
  with stopping as (
    update generations g set stop_requested_at = coalesce(g.stop_requested_at, now())
    from conversations c
    where c.user_id = $1 and c.id = $2 and c.deleted_at is null
      and g.user_id = $1 and g.conversation_id = $2 and g.message_id = $3 and g.status = 'running'
    returning g.*
  )
  select ${generationColumns} from stopping g cross join lateral (select ${tellStop('g')}) told`

/** Asks the process that runs the message's generation to stop it. Null when none runs. */
export async function requestStop(scope: Scope, { conversationId, messageId }: MessageRef): Promise<Generation | null> {
  const [generation] = await scope.db.query<Generation>(STOP, [scope.userId, conversationId, messageId])
  if (!generation) await getMessage(scope, { conversationId, messageId })
  return generation ?? null
}
