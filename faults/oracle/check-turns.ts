import type { Turn } from '../history/history.ts'
import type { Check, Evidence, Violation } from './evidence.ts'

/** What was acknowledged is there once, with one answer, and the provider was asked once for each generation. */
export const checkTurns: Check = (evidence) => evidence.history.turns.flatMap((turn) => checkTurn(turn, evidence))

function checkTurn(turn: Turn, evidence: Evidence): Violation[] {
  const { messageId, kind } = turn
  if (kind === 'send' || kind === 'edit') return checkQuestion(turn, evidence)
  const isThere = evidence.rows.messages.some((message) => message.id === messageId && message.role === 'assistant')
  if (isThere || !turn.acknowledged) return []
  return [
    { rule: 'acknowledged and lost', subject: messageId, expected: `the answer of a ${kind}`, found: 'no message' },
  ]
}

function checkQuestion({ messageId, content, acknowledged, answers }: Turn, evidence: Evidence): Violation[] {
  const { rows, history, calls } = evidence
  const violations: Violation[] = []
  const violate = (rule: string, expected: string, found: string) =>
    violations.push({ rule, subject: messageId, expected, found })

  const same = rows.messages.filter((message) => message.content === content)
  const question = rows.messages.find((message) => message.id === messageId)
  if (same.length > 1) violate('sent once and stored twice', 'one message', `${same.length} with the same text`)
  if (question === undefined) {
    if (acknowledged) violate('acknowledged and lost', 'the question', 'no message')
    return violations
  }
  if (question.role !== 'user' || question.content !== content) {
    violate('acknowledged and changed', `a question that says ${content}`, `${question.role}: ${question.content}`)
  }

  const children = rows.messages.filter(({ parentId, role }) => parentId === messageId && role === 'assistant')
  const again = history.turns.filter(({ kind, questionId }) => kind === 'regenerate' && questionId === messageId)
  if (children.length === 0) violate('a question without an answer', 'one answer', 'none')
  if (children.length > 1 + again.length) {
    violate('one turn with two answers', `${1 + again.length} at most`, String(children.length))
  }
  if (answers.size > 1) violate('acknowledged with two answers', 'one id', [...answers].join(', '))
  for (const id of answers) {
    if (!children.some((child) => child.id === id)) violate('acknowledged and lost', `the answer ${id}`, 'no message')
  }

  const generations = rows.generations.filter((one) => children.some(({ id }) => id === one.messageId)).length
  const asked = calls.of(messageId).length
  if (asked > generations) {
    violate('the provider was asked twice', `${generations} calls at most, one a generation`, `${asked} calls`)
  }
  return violations
}
