import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'

export interface Asked {
  /** Null asks for the brief form. */
  rounds: number | null
  seed: string
  help: boolean
}

/** What the command line asks for. Throws with the reason when it cannot be done. */
export function readArguments(args: string[]): Asked {
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

export const helpText = `pnpm test:faults [--rounds N] [--seed S]

Two real servers on a Postgres of their own answer clients while they are killed, paused and asked to stop, while the
database crashes and connections break. After every round the database is compared with what the clients were told.
Ends with the kills, the violations and the seed, writes a line to faults/results/faults.jsonl, and ends with 1 when
there is a violation.

options
  --rounds N   the long form: N rounds, 13 kills each on average; 40 make at least 500 kills. Without it the brief form
               runs: every kind of round once, at least 25 kills, in less than three minutes
  --seed S     decides which faults come when, what clients do and what they write: the seed of a run that found
               something finds it again, as far as timing allows
  -h, --help   this text

rounds
  sweep           a server is killed at each flight to the database and each moment of the provider's call that a send
                  and its answer are made of: before it arrives, before its answer, after it
  random kills    both servers are killed at random moments, connections are cut, frozen and muted
  pause           a server sleeps past its lease and wakes, or is killed in its sleep
  database        the database stops at once in mid-traffic, three times
  graceful stop   a server with 50 running answers is asked to stop
  readers         readers are cut off at every event or are slow; one question is sent 50 times at once; answers are
                  stopped at any moment
`
