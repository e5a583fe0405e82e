import { z } from 'zod'

import type { Actor } from './actor.ts'
import { insist, noteRefusal } from './insist.ts'

const schema = z.object({ headId: z.string() })

/** Makes the branch through a message the active one. `last`: the actor moves this conversation's head no more. */
export async function switchHead(
  actor: Actor,
  { conversationId, messageId, last }: { conversationId: string; messageId: string; last: boolean },
): Promise<void> {
  const request = { path: 'conversations.switchHead', input: { id: conversationId, messageId }, schema }
  const told: { headId: string | null } = { headId: null }
  // One that nobody acknowledged may come late, and then the head is where it says.
  const one = { conversationId, messageId, last, told }
  actor.history.switches.push(one)
  const answered = await insist(actor, request)
  if (answered === null) return
  const { outcome } = answered
  if (outcome.kind === 'refused') return noteRefusal(actor, request, outcome)
  told.headId = outcome.value.headId
  actor.world.tally.count('switches')
}
