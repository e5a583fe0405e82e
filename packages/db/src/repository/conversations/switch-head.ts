import { notFound, type SwitchHead } from '@parley/contract'

import type { Conversation, Message } from '../../schema/index.ts'
import type { Scope } from '../scope.ts'
import { lead } from '../turns/lead.ts'
import { lockConversation } from '../turns/lock.ts'

interface Place {
  segment: number
  depth: number
}

/** Where a segment forks off, and which ones do there, by their numbers. */
interface Fork extends Place {
  segments: number[]
}

const PLACES = `
  select m.segment, m.depth, c.head_segment as "headSegment", c.head_depth as "headDepth"
  from messages m join conversations c on c.user_id = m.user_id and c.id = m.conversation_id
  where m.user_id = $1 and m.conversation_id = $2 and m.id = $3`

// What is below a message came after it. One look-up a point, however many versions there are at it.
const FORKS = `
  select p.segment, p.depth, f.segments from (
    select parent_id, json_agg(seq) as segments from messages
    where user_id = $1 and conversation_id = $2 and segment = seq and parent_id is not null
      and seq > (select m.seq from messages m where m.user_id = $1 and m.conversation_id = $2 and m.id = $3)
    group by parent_id
  ) f cross join lateral (
    select segment, depth from messages where user_id = $1 and conversation_id = $2 and id = f.parent_id limit 1
  ) p`

// The newest message of a segment is its last one, and what is newest below a message has nothing below it.
const NEWEST = `
  select m.id, m.content from messages m
  where m.user_id = $1 and m.conversation_id = $2 and m.seq = (
    select max(l.seq) from jsonb_array_elements_text($3::jsonb) s cross join lateral (
      select n.seq from messages n
      where n.user_id = $1 and n.conversation_id = $2 and n.segment = s.value::int
      order by n.depth desc
      limit 1
    ) l)`

/**
 * Makes the branch through a message the active one: its head is the newest leaf below that message. Nothing changes when
 * the active branch goes through it already. `updatedAt` stays. NOT_FOUND when it is not a message of this conversation.
 */
export async function switchHead({ db, userId }: Scope, { id, messageId }: SwitchHead): Promise<Conversation> {
  const ref = [userId, id, messageId]
  return db.transaction(async (tx) => {
    const [conversation, [self], forks] = await Promise.all([
      lockConversation(tx, userId, id),
      tx.query<Place & { headSegment: number; headDepth: number }>(PLACES, ref),
      tx.query<Fork>(FORKS, ref),
    ])
    if (!self) throw notFound('message')
    const segments = segmentsBelow(self, forks)
    if (isBelow(self, segments, { segment: self.headSegment, depth: self.headDepth })) return conversation
    const [leaf] = await tx.query<Pick<Message, 'id' | 'content'>>(NEWEST, [userId, id, JSON.stringify([...segments])])
    if (!leaf) throw notFound('message')
    return lead(tx, userId, { conversationId: id, ...leaf }, { touch: false })
  })
}

/** The segments that have messages below a message, itself among them, by every fork that came after it. */
function segmentsBelow(self: Place, forks: Fork[]): Set<number> {
  const found = new Set([self.segment])
  const byArrival = forks
    .flatMap(({ segments, ...from }) => segments.map((segment) => ({ segment, from })))
    .toSorted((a, b) => a.segment - b.segment)
  // A segment comes after the one that it forks off.
  for (const { segment, from } of byArrival) if (isBelow(self, found, from)) found.add(segment)
  return found
}

/** Whether a place is that of a message or below it, given the segments below it. */
const isBelow = (self: Place, segments: Set<number>, place: Place): boolean =>
  place.segment === self.segment ? place.depth >= self.depth : segments.has(place.segment)
