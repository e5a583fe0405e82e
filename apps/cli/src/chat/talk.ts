import { createInterface } from 'node:readline'

export interface Talk {
  input: NodeJS.ReadableStream
  output: NodeJS.WritableStream
  /** Answers one line; the next one is asked for when it resolves. */
  answer: (line: string) => Promise<void>
}

/** Asks for lines and answers them until `/quit`, Ctrl-D, or Ctrl-C at the prompt. */
export async function talk({ input, output, answer }: Talk): Promise<void> {
  using lines = createInterface({ input, output, prompt: '> ' })
  let answering = false
  let closed = false
  lines.on('close', () => (closed = true))
  // A terminal in raw mode hands Ctrl-C to readline; while an answer runs it means the answer.
  lines.on('SIGINT', () => (answering ? process.emit('SIGINT', 'SIGINT') : lines.close()))
  lines.prompt()
  for await (const line of lines) {
    if (line.trim() === '/quit') return
    answering = true
    if (line.trim() !== '') await answer(line)
    answering = false
    if (!closed) lines.prompt()
  }
  output.write('\n')
}
