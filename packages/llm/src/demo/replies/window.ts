import type { Received } from '../received.ts'
import { firstWords } from '../words.ts'

/** What came as context: how many messages, the oldest one, the system prompt, and which part of the conversation. */
export function describeWindow({ messages, system, window }: Received): string {
  const oldest = messages[0]
  return [
    `- **Messages:** ${messages.length}${oldest ? `, the oldest begins “${firstWords(oldest.text, 8)}”` : ''}`,
    `- **System prompt:** ${system === null ? 'none' : `yes, it begins “${firstWords(system, 8)}”`}`,
    ...(window ? [`- **Window:** ${describePart(window)}`] : []),
  ].join('\n')
}

function describePart({ contextLimit, branchLength }: NonNullable<Received['window']>): string {
  if (branchLength > contextLimit) return `the last ${contextLimit} messages of ${branchLength}`
  return `the whole conversation (at most the last ${contextLimit} messages are sent)`
}
