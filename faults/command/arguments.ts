import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'

export interface Arguments {
  /** Null asks for the brief form. */
  rounds: number | null
  seed: string
  help: boolean
}

/** What the command line asks for. Throws with the reason when it cannot be done. */
export function readArguments(args: string[]): Arguments {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string' },
      seed: { type: 'string', default: randomBytes(4).toString('hex') },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const rounds = values.rounds === undefined ? null : Number(values.rounds)
  if (rounds !== null && (!Number.isInteger(rounds) || rounds < 1)) {
    throw new Error(`--rounds takes a whole number from 1 on, not ${values.rounds}.`)
  }
  return { rounds, seed: values.seed, help: values.help }
}
