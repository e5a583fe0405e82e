import type { MessageStatus, Role } from '@parley/contract'

import type { Random } from './random.ts'

/** A message as a place in its conversation, before it has words. */
export interface Place {
  seq: number
  parent: Place | null
  role: Role
  status: MessageStatus
  depth: number
  segment: number
  /** Milliseconds from the conversation's beginning. */
  at: number
  /** Milliseconds that it took to be written. */
  took: number
}

const MINUTE_MS = 60_000
const YEAR_MS = 365 * 24 * 60 * MINUTE_MS

/**
 * A conversation of so many messages: questions and answers, now and then a question that was edited, an answer that was
 * tried again, or a question sent from a tab that had an older branch open.
 */
export function growTree(random: Random, count: number): Place[] {
  const places: Place[] = []
  const parents = new Set<Place | null>()
  // However long a conversation is, it takes a year or two.
  const pause = Math.min(4 * MINUTE_MS, YEAR_MS / count)
  let clock = 0

  function add(parent: Place | null, role: Role, status: MessageStatus = 'complete', took = 0): Place {
    const seq = places.length + 1
    const segment = parent && !parents.has(parent) ? parent.segment : seq
    const place = { seq, parent, role, status, depth: (parent?.depth ?? 0) + 1, segment, at: clock, took }
    parents.add(parent)
    places.push(place)
    clock += took + 5
    return place
  }

  const answer = (question: Place) => {
    if (places.length < count) add(question, 'assistant', outcome(random), random.between(800, 20_000))
  }
  const ask = (parent: Place | null) => {
    clock += Math.floor(random.longTail(pause, 1_000 * pause))
    answer(add(parent, 'user'))
  }

  if (count > 2 && random.chance(0.03)) add(null, 'system')
  while (places.length < count) {
    const head = places.at(-1) ?? null
    const kind = random.next()
    if (head?.role === 'assistant' && kind < 0.08) retry(head)
    else if (head?.role === 'assistant' && kind < 0.13) ask(earlier(head, random, 'user')?.parent ?? null)
    else if (head && kind < 0.15) ask(earlier(places.at(-random.between(1, 20)) ?? head, random, 'assistant'))
    else ask(head)
  }
  return places

  function retry({ parent }: Place) {
    clock += random.between(5_000, 2 * MINUTE_MS)
    if (parent) answer(parent)
  }
}

function outcome(random: Random): MessageStatus {
  const fate = random.next()
  if (fate < 0.025) return 'stopped'
  if (fate < 0.045) return 'interrupted'
  return fate < 0.06 ? 'failed' : 'complete'
}

/** A message of this role on the way from a leaf to its root, mostly near the leaf. */
function earlier(leaf: Place, random: Random, role: Role): Place | null {
  let found: Place | null = null
  for (let place: Place | null = leaf; place; place = place.parent) {
    if (place.role !== role) continue
    found = place
    if (random.chance(0.5)) break
  }
  return found
}
