import { errorOf, type Message, type Parley, type SendOptions } from '@parley/client'

import { exitCodes } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { onInterrupt } from './on-interrupt.ts'
import type { Print } from './print.ts'

/** Milliseconds without an answer after which a person wants to know why. */
const SILENCE_MS = 2_000

/**
 * Sends a message and prints its answer as it is written. Ctrl-C stops the answer at the server, where it is kept as
 * far as it came; the second one leaves. Returns the exit code.
 */
export async function printAnswer(
  parley: Parley,
  terminal: Terminal,
  print: Print,
  message: SendOptions,
): Promise<number> {
  let answer: { conversationId: string; messageId: string } | null = null
  let stopping = false
  using _interrupt = onInterrupt(() => {
    if (answer === null || stopping) process.exit(exitCodes.interrupted)
    stopping = true
    parley.trpc.chat.stop.mutate(answer).catch((error: unknown) => {
      terminal.note(`${errorOf(error).message} The answer goes on. Ctrl-C again leaves.`)
    })
  })
  const silence = setTimeout(() => terminal.note('Waiting for the server. Ctrl-C leaves.'), SILENCE_MS)
  try {
    for await (const event of parley.send(message)) {
      clearTimeout(silence)
      if (event.type === 'sent') {
        const { conversationId, id: messageId } = event.assistantMessage
        answer = { conversationId, messageId }
      }
      await print(event)
      if (event.type === 'finish') return tellEnd(event.message, terminal, stopping)
    }
    return exitCodes.failed
  } finally {
    clearTimeout(silence)
  }
}

/** Says why an answer is not whole; what came of it is kept in any case. */
function tellEnd({ status, error }: Pick<Message, 'status' | 'error'>, terminal: Terminal, stopped: boolean): number {
  switch (status) {
    case 'stopped':
      terminal.note('stopped; kept')
      return stopped ? exitCodes.interrupted : exitCodes.failed
    case 'interrupted':
      terminal.note('interrupted: the server stopped in mid-answer; kept')
      return exitCodes.failed
    case 'failed':
      terminal.note(`failed: ${error?.message ?? 'the model gave no reason'}`)
      return exitCodes.failed
    case 'complete':
    case 'streaming':
      return exitCodes.ok
  }
}
