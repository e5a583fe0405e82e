import type { Check, Violation } from './evidence.ts'

/** When everything has settled nothing runs, and no log is left over. */
export const checkEnded: Check = ({ rows }) => {
  const violations: Violation[] = []
  const statuses = new Map(rows.messages.map(({ id, status }) => [id, status]))
  for (const { id, status } of rows.messages) {
    if (status === 'streaming') {
      violations.push({ rule: 'left streaming', subject: id, expected: 'an ended message', found: status })
    }
  }
  for (const { id, messageId, status, events } of rows.generations) {
    if (status === 'running') {
      const found = `its message is ${statuses.get(messageId)}`
      violations.push({ rule: 'left running', subject: id, expected: 'an ended generation', found })
    } else if (events > 0) {
      violations.push({ rule: 'a log left over', subject: id, expected: 'no events', found: `${events} events` })
    }
  }
  return violations
}
