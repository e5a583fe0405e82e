import { once } from 'node:events'

export interface Terminal {
  /** Whether a person reads the answers as they come. */
  readonly interactive: boolean
  /** Part of an answer, to stdout. Resolves when there is room for more. */
  write: (text: string) => Promise<void>
  /** What a model thinks; only where it can be told apart from the answer. */
  writeDim: (text: string) => Promise<void>
  /** Ends the line that an answer has left open. */
  endLine: () => void
  /** A line for the person, to stderr. */
  note: (line: string) => void
  /** A line that is of use to a person at a terminal only. */
  hint: (line: string) => void
}

type Output = NodeJS.WritableStream & { isTTY?: boolean }

const DIM = '\u{1B}[2m'
const NORMAL = '\u{1B}[22m'

/** Everything but line breaks and tabs that a terminal would obey instead of show: a model's text is not a command. */
const controls = /[^\P{Cc}\n\t]/gu

export function createTerminal(out: Output, err: Output, color: boolean): Terminal {
  const interactive = out.isTTY === true
  let lineIsOpen = false

  const put = async (text: string) => {
    if (!out.write(text)) await once(out, 'drain')
  }
  const endLine = () => {
    if (lineIsOpen) out.write('\n')
    lineIsOpen = false
  }
  const note = (line: string) => {
    endLine()
    err.write(`${line}\n`)
  }
  return {
    interactive,
    endLine,
    note,
    hint: (line) => {
      if (err.isTTY === true) note(line)
    },
    write: async (text) => {
      if (!interactive) return put(text)
      const shown = text.replace(controls, '')
      if (shown !== '') lineIsOpen = !shown.endsWith('\n')
      await put(shown)
    },
    writeDim: async (text) => {
      if (!interactive || !color) return
      lineIsOpen = true
      await put(`${DIM}${text.replace(controls, '')}${NORMAL}`)
    },
  }
}
