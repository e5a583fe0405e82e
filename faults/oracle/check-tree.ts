import type { Check, Violation } from './evidence.ts'
import type { ConversationRow, MessageRow } from './rows.ts'

/** Each conversation is one tree with gapless numbers, a true count, and a head that is a leaf of it. */
export const checkTree: Check = ({ rows }) =>
  rows.conversations.flatMap((conversation) =>
    checkConversation(
      conversation,
      rows.messages.filter(({ conversationId }) => conversationId === conversation.id),
    ),
  )

function checkConversation(
  { id, headId, messageCount }: ConversationRow,
  messages: readonly MessageRow[],
): Violation[] {
  const violations: Violation[] = []
  const violate = (rule: string, expected: string, found: string) =>
    violations.push({ rule, subject: id, expected, found })

  const numbers = messages.map(({ seq }) => seq).toSorted((a, b) => a - b)
  if (numbers.some((seq, index) => seq !== index + 1)) {
    violate('numbers with gaps', `1 to ${messages.length}`, numbers.join(' '))
  }
  if (messageCount !== messages.length) {
    violate('a wrong count', `${messages.length} messages`, `the count ${messageCount}`)
  }
  const known = new Set(messages.map((message) => message.id))
  for (const { id: child, parentId } of messages) {
    if (parentId !== null && !known.has(parentId)) violate('a lost parent', `the parent of ${child}`, 'no message')
  }
  if (headId === null ? messages.length > 0 : !known.has(headId)) {
    violate('a head that is no message', 'a message of the conversation', String(headId))
  }
  if (messages.some(({ parentId }) => parentId !== null && parentId === headId)) {
    violate('a head that is no leaf', 'a message without children', String(headId))
  }
  return violations
}
