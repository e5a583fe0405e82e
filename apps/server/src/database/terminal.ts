import type { Terminal } from './command.ts'

/** Milliseconds between two lines of progress where they cannot be written over. */
const EVERY_MS = 5_000

/** Speaks through a process's output. */
export function createTerminal(out: NodeJS.WriteStream, err: NodeJS.WriteStream): Terminal {
  let open = false
  let toldAt = -Infinity
  const clear = () => {
    if (open) err.write('\r\u{1B}[K')
    open = false
  }
  return {
    write(text) {
      clear()
      out.write(text)
    },
    note(text) {
      clear()
      err.write(`${text.trimEnd()}\n`)
    },
    progress(text) {
      if (err.isTTY) {
        clear()
        err.write(text)
        open = true
      } else if (performance.now() - toldAt > EVERY_MS) {
        err.write(`${text}\n`)
        toldAt = performance.now()
      }
    },
  }
}
