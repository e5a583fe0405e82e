import type { Switch, Turn } from '../history/history.ts'
import type { Check, Evidence, Violation } from './evidence.ts'

/** Questions are where they were sent to and beside what was there, and heads are where they were switched to. */
export const checkBranches: Check = (evidence) => [
  ...evidence.history.turns.flatMap((turn) => checkPlace(turn, evidence)),
  ...evidence.history.switches.flatMap((one) => checkSwitch(one, evidence)),
]

function checkPlace({ messageId, conversationId, parentId, places }: Turn, { rows }: Evidence): Violation[] {
  const question = rows.messages.find(({ id, role }) => id === messageId && role === 'user')
  if (question === undefined) return []
  const violations: Violation[] = []
  const violate = (rule: string, expected: string, found: string) =>
    violations.push({ rule, subject: messageId, expected, found })

  if (parentId !== undefined && parentId !== question.parentId) {
    violate('stored in another place', `below ${parentId}`, `below ${question.parentId}`)
  }
  const isBranch = rows.messages.some(
    (one) => one.conversationId === conversationId && one.parentId === question.parentId && one.seq < question.seq,
  )
  if (parentId !== undefined && !isBranch) {
    violate('a stale send without a sibling', 'the message that was there before it', 'none')
  }
  for (const told of places) {
    if (told.parentId !== question.parentId) {
      violate('acknowledged and moved', `below ${told.parentId}`, `below ${question.parentId}`)
    }
    if (told.branched !== isBranch)
      violate('told a wrong branch', `branched: ${isBranch}`, `branched: ${told.branched}`)
  }
  return violations
}

function checkSwitch(one: Switch, { rows, history }: Evidence): Violation[] {
  const { conversationId, messageId, told, last } = one
  if (told.headId === null) return []
  const parents = new Map(rows.messages.map(({ id, parentId }) => [id, parentId]))
  let place: string | null = told.headId
  while (place !== null && place !== messageId) place = parents.get(place) ?? null
  if (place === null) {
    const found = `the head ${told.headId}`
    return [
      { rule: 'switched to another branch', subject: conversationId, expected: `one through ${messageId}`, found },
    ]
  }
  // A late try of what moves the head too may come after it.
  const isAlone =
    history.switches.every((other) => other === one || other.conversationId !== conversationId) &&
    history.turns.every((turn) => turn.kind !== 'continue' || turn.conversationId !== conversationId)
  const headId = rows.conversations.find(({ id }) => id === conversationId)?.headId
  if (!last || !isAlone || headId === told.headId) return []
  const found = `the head ${headId}`
  return [{ rule: 'switched and switched back', subject: conversationId, expected: `the head ${told.headId}`, found }]
}
