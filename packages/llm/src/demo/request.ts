import type { Received } from './received.ts'
import { codeReply } from './replies/code.ts'
import { contextReply } from './replies/context.ts'
import { countReply } from './replies/count.ts'
import { defaultReply } from './replies/default.ts'
import { everythingReply } from './replies/everything.ts'
import { faultReply } from './replies/fault.ts'
import { helpReply } from './replies/help.ts'
import { listReply } from './replies/list.ts'
import { longReply } from './replies/long.ts'
import { tableReply } from './replies/table.ts'

/** What the demo model does with a request. */
export interface Script {
  reasoning: string | null
  text: string
  slow: boolean
  /** How the answer ends, and for a fault after how many words. */
  end: { type: 'finish' } | { type: 'fail' | 'stall'; afterWords: number }
}

type Reply = (received: Received) => string

/** Subjects of an answer; the first that the question names is taken. */
const subjects: readonly [RegExp, Reply][] = [
  [/^\W*(please )?help\b|\bwhat can (you do|i ask)\b/, helpReply],
  [/\beverything\b|\ball kinds\b/, everythingReply],
  [/\bcount\b.*?\bto\s+\d/s, countReply],
  [/\bwhat (do|can|did|could) you (see|get|receive)\b|\bcontext\b/, contextReply],
  [/\b(long|essay|story)\b/, longReply],
  [/\btables?\b/, tableReply],
  [/\bcode\b/, codeReply],
  [/\b(check)?lists?\b/, listReply],
]

/** "Why did the build fail?" asks about a failure, it does not ask for one. */
const asksWhy = /^\W*(why|what|how|when|where|who|which|did|does|do|is|are|was|were|if)\b/
const faultAfterWords = 12

/** Reads plain requests out of the newest user message. The same prompt always gives the same script. */
export function readRequest(received: Received): Script {
  const question = received.question.toLowerCase()
  const end = readEnd(question)
  const otherwise = end.type === 'finish' ? defaultReply : faultReply
  const reply = subjects.find(([pattern]) => pattern.test(question))?.[1] ?? otherwise
  return {
    reasoning: /\bthink\b/.test(question) ? thoughts(received) : null,
    text: reply(received),
    slow: /\bslow(ly)?\b/.test(question) && !asksWhy.test(question),
    end,
  }
}

function readEnd(question: string): Script['end'] {
  const type = asksWhy.test(question) ? undefined : /\b(fail|stall)\b/.exec(question)?.[1]
  if (type !== 'fail' && type !== 'stall') return { type: 'finish' }
  if (/\bat once\b|\bimmediately\b/.test(question)) return { type, afterWords: 0 }
  const words = /\bafter (\d{1,4}) words?\b/.exec(question)?.[1]
  return { type, afterWords: words === undefined ? faultAfterWords : Number(words) }
}

const thoughts = ({ messages }: Received) =>
  `Someone asks me to think first. I have ${messages.length === 1 ? 'one message' : `${messages.length} messages`} to go by. ` +
  'A real model would weigh its answer here; I only show where such thoughts appear. Now I answer.'
