import type { Received } from '../received.ts'
import { firstWords } from '../words.ts'
import { requests } from './help.ts'
import { describeWindow } from './window.ts'

/** Says what was understood, what came as context, and what else there is to ask for. */
export const defaultReply = (
  received: Received,
) => `You wrote: “${firstWords(received.question, 14)}”. Thank you! I am the **offline demo model**, so I cannot think about it, but I can tell you what I was sent.

${describeWindow(received)}

You can ask me for:

${requests}
`
