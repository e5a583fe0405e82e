import { notFound, ParleyError } from '@parley/contract'

import type { Queries } from '../../queries.ts'
import type { Message } from '../../schema/index.ts'
import { messageColumns } from '../messages/columns.ts'
import { childrenOf } from '../messages/siblings.ts'

const FIND = `
  select ${messageColumns} from messages m
  where m.user_id = $1 and m.conversation_id = $2 and m.id = $3`

const ANSWERS = `
  with question as (
    select m.id, m.segment, m.depth from messages m
    where m.user_id = $1 and m.conversation_id = $2 and m.id = $3
  )
  select * from (${childrenOf('question')}) m
  where m.role = 'assistant'
  order by m.seq`

/** Finds messages of one locked conversation, bodies as stored. */
export function finder(tx: Queries, userId: string, conversationId: string) {
  const find = async (id: string): Promise<Message | undefined> => {
    const [message] = await tx.query<Message>(FIND, [userId, conversationId, id])
    return message
  }
  return {
    find,
    /** Throws NOT_FOUND when it is not in this conversation. */
    async require(id: string): Promise<Message> {
      const message = await find(id)
      if (!message) throw notFound('message')
      return message
    },
    /** The answers to a message, oldest first. */
    answers: (parentId: string) => tx.query<Message>(ANSWERS, [userId, conversationId, parentId]),
  }
}

/** Throws GENERATION_RUNNING when the message is still being written. */
export function requireEnded(message: Message): void {
  if (message.status === 'streaming') {
    throw new ParleyError('GENERATION_RUNNING', 'The answer is still being written.')
  }
}
