import type { Check, Violation } from './evidence.ts'

/** Conversations and tasks are where they were put, and what was erased is nowhere. */
export const checkShelves: Check = ({ rows, history }) => {
  const violations: Violation[] = []
  const violate = (rule: string, subject: string, expected: string, found: string) =>
    violations.push({ rule, subject, expected, found })

  for (const { id, trashed, archived } of rows.conversations) {
    const expected = history.trashed.get(id)
    if (expected !== undefined && expected !== trashed) {
      const where = (isTrashed: boolean) => (isTrashed ? 'in the trash' : 'not in the trash')
      violate('acknowledged and lost', id, where(expected), where(trashed))
    }
    if (history.archived.has(id) && !archived) violate('acknowledged and lost', id, 'in the archive', 'not there')
  }

  for (const [id, state] of history.erasures) {
    if (state !== 'acknowledged') continue
    const left = [
      ...rows.conversations.filter((one) => one.id === id).map(() => 'the conversation'),
      ...rows.messages.filter((one) => one.conversationId === id).map((one) => `the message ${one.id}`),
      ...rows.generations.filter((one) => one.conversationId === id).map((one) => `the generation ${one.id}`),
    ]
    if (left.length > 0) violate('erased and still there', id, 'nothing of it', left.join(', '))
  }

  const tasks = new Map(rows.tasks.map(({ id, completed }) => [id, completed ? 'completed' : 'open']))
  for (const [id, state] of history.tasks) {
    const found = tasks.get(id) ?? 'erased'
    if (found === state) continue
    violate(state === 'erased' ? 'erased and still there' : 'acknowledged and lost', id, `a task, ${state}`, found)
  }
  return violations
}
