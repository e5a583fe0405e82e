import { parseArgs } from 'node:util'

import type { Bench, Options } from './measurement.ts'

const MILLION = 1_000_000
/** The longest conversation of the bench alone has half of it. */
const FEWEST = 200_000

export interface Asked extends Options {
  readonly names: readonly string[]
  /** Whether the figures in docs/ are written anew. */
  readonly writeDocs: boolean
  readonly help: boolean
}

/** What the command line asks for. Throws with the reason when it cannot be done. */
export function readArguments(args: string[], benches: ReadonlyMap<string, Bench>): Asked {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      messages: { type: 'string', default: String(MILLION) },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const unknown = positionals.filter((name) => !benches.has(name))
  if (unknown.length > 0) {
    throw new Error(`There is no bench named ${unknown.join(', ')}. There are: ${[...benches.keys()].join(', ')}`)
  }
  const messages = Number(values.messages)
  if (!Number.isInteger(messages) || messages < FEWEST) {
    throw new Error(`--messages takes a whole number from ${FEWEST} on, not ${values.messages}.`)
  }
  const names = positionals.length > 0 ? positionals : [...benches.keys()]
  return { names, messages, writeDocs: values['write-docs'], help: values.help }
}

/** The text of `--help`. */
export function helpText(benches: ReadonlyMap<string, Bench>): string {
  const list = [...benches].map(([name, { claim, base }]) => `  ${name}\n    claim  ${claim}\n    base   ${base}\n`)
  return `pnpm bench [NAME…] [options]

Measures the published figures, all of them or those that are named. Prints a table, writes bench/results/NAME.jsonl,
and ends with 1 when a figure misses its bar.

${list.join('\n')}
options
  --messages N   persistence: messages in the largest table, from ${FEWEST} on (default ${MILLION}). The ratios are
                 measured with at most ${MILLION}; a larger table adds a point to the curve.
  --write-docs   write a bench's tables and plots in docs/performance.md anew, if every figure of it holds its bar
  -h, --help     this text`
}
