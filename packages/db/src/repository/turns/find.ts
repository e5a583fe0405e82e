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

// The first child of a message goes on in its segment.
const GOES_ON = `
  select exists (
    select from messages n
    where n.user_id = $1 and n.conversation_id = $2 and n.segment = m.segment and n.depth = m.depth + 1) as "goesOn"
  from messages m
  where m.user_id = $1 and m.conversation_id = $2 and m.id = $3`

const BRANCHED = `
  select m.segment = m.seq and m.seq > 1 as branched from messages m
  where m.user_id = $1 and m.conversation_id = $2 and m.id = $3`

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
    /** Whether there are messages below it. */
    async goesOn(id: string): Promise<boolean> {
      const [message] = await tx.query<{ goesOn: boolean }>(GOES_ON, [userId, conversationId, id])
      return message?.goesOn === true
    },
    /** Whether it began a branch beside messages that were there before it. */
    async branched(id: string): Promise<boolean> {
      const [message] = await tx.query<{ branched: boolean }>(BRANCHED, [userId, conversationId, id])
      return message?.branched === true
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
