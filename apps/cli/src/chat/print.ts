import type { AnswerEvent } from '@parley/client'

import type { Terminal } from '../terminal.ts'

export type Print = (event: AnswerEvent) => Promise<void>

/** The answer as text: into a pipe exactly as it is stored, on a terminal with what the model thinks before it. */
export function printText(terminal: Terminal): Print {
  let thinking = false
  return async (event) => {
    switch (event.type) {
      case 'sent':
        break
      case 'reasoning-delta':
        thinking = true
        await terminal.writeDim(event.text)
        break
      case 'text-delta':
        if (thinking) terminal.endLine()
        thinking = false
        await terminal.write(event.text)
        break
      case 'finish':
        terminal.endLine()
    }
  }
}

/** The events of the typed client, one a line. */
export const printJson =
  (terminal: Terminal): Print =>
  (event) =>
    terminal.write(`${JSON.stringify(event)}\n`)
