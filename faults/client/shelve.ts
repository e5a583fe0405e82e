import { z } from 'zod'

import type { Actor, Submission } from './actor.ts'
import { insist, insistOnEnd } from './insist.ts'

const schema = z.unknown()

/** Moves a conversation to the trash. Whether it is there for sure: an earlier try comes late at times. */
export async function trash(actor: Actor, id: string): Promise<'surely' | 'maybe' | null> {
  const answered = await insistOnEnd(actor, { path: 'conversations.delete', input: { id }, schema })
  if (answered?.done !== true) return null
  actor.history.trashed.set(id, true)
  actor.world.tally.count('trashed')
  return answered.tries === 1 ? 'surely' : 'maybe'
}

/** Takes it back. */
export async function restore(actor: Actor, id: string, trashed: 'surely' | 'maybe'): Promise<void> {
  const { history, world } = actor
  history.trashed.delete(id)
  const answered = await insistOnEnd(actor, { path: 'conversations.restore', input: { id }, schema })
  if (answered?.done !== true) return
  world.tally.count('restored')
  if (trashed === 'surely') history.trashed.set(id, false)
}

/** Erases it, and sends a question of it again, which finds nothing. */
export async function erase(actor: Actor, id: string, again: Pick<Submission, 'path' | 'input'>): Promise<void> {
  const { history, world } = actor
  history.erasures.set(id, 'asked for')
  const input = { id, permanently: true }
  const answered = await insistOnEnd(actor, { path: 'conversations.delete', input, schema })
  if (answered?.done !== true) return
  history.erasures.set(id, 'acknowledged')
  world.tally.count('erased')
  const repeated = await insist(actor, { ...again, schema })
  if (repeated === null) return
  const { outcome } = repeated
  if (outcome.kind === 'refused' && outcome.reason === 'NOT_FOUND') return
  history.note('an erased conversation takes a send', `${id}: ${outcome.kind === 'refused' ? outcome.reason : 'taken'}`)
}

/** Puts it into the archive. */
export async function archive(actor: Actor, id: string): Promise<void> {
  const answered = await insistOnEnd(actor, { path: 'conversations.update', input: { id, archived: true }, schema })
  if (answered?.done !== true) return
  actor.history.archived.add(id)
  actor.world.tally.count('archived')
}
