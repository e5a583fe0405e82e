import type { Violation } from '../oracle/evidence.ts'
import type { Tally } from '../report/tally.ts'
import { randomFrom } from '../seed/random.ts'
import { startWorld } from '../world/world.ts'
import { crashDatabase } from './crash-database.ts'
import { gracefulStop } from './graceful-stop.ts'
import { pause } from './pause.ts'
import { randomKills } from './random-kills.ts'
import { readers } from './readers.ts'
import type { Round } from './round.ts'
import { runRound, verdict } from './run.ts'
import { scheduleOf, type RoundName } from './schedule.ts'
import { sweepPoints } from './sweep-points.ts'
import { sweep } from './sweep.ts'

/** After this long, in milliseconds, the brief form begins no further round. */
const BRIEF_MS = 240_000

/** Kills of each replica in one round that kills. */
const KILLS = { brief: 7, long: 11 }

/** How long the faults of one round may last, in milliseconds. */
const ROUND_MS = { brief: 90_000, long: 300_000 }

interface Options {
  rounds: number | null
  seed: string
  /** Told how it goes, a line at a time. */
  say: (line: string) => void
}

interface Ran {
  tally: Tally
  violations: Violation[]
  /** Times that the sweep went through all statements. */
  sweeps: number
}

/** Runs all rounds of a seed on one set of processes, and looks at every conversation once more at the end. */
export async function runAll({ rounds, seed, say }: Options): Promise<Ran> {
  const random = randomFrom(seed)
  const started = performance.now()
  const seconds = () => Math.round((performance.now() - started) / 1_000)
  const schedule = scheduleOf(rounds, random.fork('schedule'))
  const points = sweepPoints(rounds !== null, random.fork('points'))
  const form = rounds === null ? 'brief' : 'long'
  const kills = KILLS[form]
  const kinds: Record<RoundName, Round> = {
    sweep: sweep(points, kills),
    'random kills': randomKills(kills),
    pause,
    database: crashDatabase,
    'graceful stop': gracefulStop,
    readers,
  }
  say(`seed ${seed}: ${schedule.length} rounds`)
  await using world = await startWorld()
  const { tally } = world
  const violations: Violation[] = []
  for (const [index, name] of schedule.entries()) {
    if (rounds === null && performance.now() - started > BRIEF_MS) {
      say(`This machine is slow today: ${schedule.length - index} rounds are left out.`)
      break
    }
    const found = await runRound(world, kinds[name], random.fork(`round ${index}`), ROUND_MS[form])
    violations.push(...found)
    const place = `${index + 1}/${schedule.length}`.padStart(7)
    say(
      `${place}  ${name.padEnd(14)} ${String(seconds()).padStart(5)} s  kills ${tally.kills}  violations ${violations.length}`,
    )
  }
  const known = new Set(violations.map(keyOf))
  for (const history of world.past) {
    violations.push(...(await verdict(world, history)).filter((violation) => !known.has(keyOf(violation))))
  }
  say(`The sweep reached statement ${points.furthest} of a send and went through all of them ${points.sweeps} times.`)
  return { tally, violations, sweeps: points.sweeps }
}

const keyOf = ({ rule, subject, found }: Violation) => `${rule} ${subject} ${found}`
