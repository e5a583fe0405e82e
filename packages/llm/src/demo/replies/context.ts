import type { Received } from '../received.ts'
import { firstWords } from '../words.ts'
import { describeWindow } from './window.ts'

/** Lists every message that came, with its role and first words. */
export function contextReply(received: Received): string {
  const lines = received.messages.map(({ role, text }, i) => `${i + 1}. **${role}**: ${firstWords(text, 12)}`)
  return `This is what I was sent.

${describeWindow(received)}

The messages, oldest first:

${lines.join('\n')}
`
}
