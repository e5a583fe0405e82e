import { answerText, parseQuestion } from '../provider/question.ts'
import { brief, type Check, type Violation } from './evidence.ts'

/** What anybody was shown is what is stored, and what is stored is what the provider said. */
export const checkTexts: Check = ({ rows, history, calls }) => {
  const messages = new Map(rows.messages.map((message) => [message.id, message]))
  const violations: Violation[] = []
  const violate = (rule: string, subject: string, expected: string, found: string) =>
    violations.push({ rule, subject, expected, found })
  const wentOn = (id: string, before: number) => history.continuedTries(id) > before

  for (const { messageId, shown, finish, continuedBefore } of history.readings) {
    const stored = messages.get(messageId)?.content ?? ''
    for (const text of shown) {
      if (!stored.startsWith(text)) violate('shown and not stored', messageId, brief(stored), brief(text))
    }
    if (finish === null) continue
    const same = wentOn(messageId, continuedBefore) ? stored.startsWith(finish.content) : stored === finish.content
    if (!same) violate('finished with another text', messageId, brief(stored), brief(finish.content))
    for (const text of shown) {
      if (!finish.content.startsWith(text)) {
        violate('shown and taken back', messageId, brief(finish.content), brief(text))
      }
    }
  }

  for (const { messageId, told, continuedBefore } of history.stops) {
    const stored = messages.get(messageId)
    if (stored === undefined || wentOn(messageId, continuedBefore)) continue
    if (stored.content !== told.content || stored.status !== told.status) {
      const found = `${stored.status}, ${brief(stored.content)}`
      violate('changed after its stop', messageId, `${told.status}, ${brief(told.content)}`, found)
    }
  }

  for (const { id, role, parentId, content, status } of rows.messages) {
    const question = parseQuestion(messages.get(parentId ?? '')?.content ?? '')
    if (role !== 'assistant' || question === null) continue
    const whole = answerText(question)
    if (status === 'complete' ? content !== whole : !whole.startsWith(content)) {
      violate('not what the provider said', id, `${status}, the start of ${brief(whole)}`, brief(content))
    }
  }
  for (const one of calls.strange) violate('asked with a wrong text', one.slice(0, 36), 'the stored text', brief(one))
  return violations
}
