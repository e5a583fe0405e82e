import type { AnswerEvent, Parley } from '../index.ts'
import { createParley, signInAsGuest } from '../index.ts'

/** The typed client of a new guest; closed when disposed. */
export async function createGuest(url: string): Promise<Parley & Disposable> {
  const { token } = await signInAsGuest(url)
  const parley = createParley({ url, token })
  return { ...parley, [Symbol.dispose]: parley.close }
}

/** Reads an answer to its end: what it said bit by bit, and the message it ended as. */
export async function readAnswer(events: AsyncIterable<AnswerEvent>, onText: (text: string) => unknown = () => {}) {
  let text = ''
  let reasoning = ''
  for await (const event of events) {
    if (event.type === 'reasoning-delta') reasoning += event.text
    if (event.type === 'text-delta') {
      text += event.text
      await onText(text)
    }
    if (event.type === 'finish') return { text, reasoning, message: event.message }
  }
  throw new Error('The loop ended before the answer did.')
}
