import type { Bench } from './runner/measurement.ts'
import { progress } from './runner/progress.ts'
import { significant, table } from './runner/table.ts'
import { openArena, type Arena, type Side } from './streaming/arena.ts'
import { heading } from './streaming/docs.ts'
import { delaysSchema, doneSchema, firstsSchema, type Delays } from './streaming/protocol.ts'
import { searchLargest } from './streaming/search.ts'
import { sustains } from './streaming/sustains.ts'

const SETTLE_MS = 700
const MEASURE_MS = 2_000
const SIDE_MS = 26_000
const WARM_UP = 50
const SEARCH = { start: 200, growth: 1.5, halvings: 3 }
/** A chunk may be held up by what else the machine does. */
const TRIES = 2

/** A number of streams, how it went, and whether it was sustained. */
interface Tried {
  readonly streams: number
  readonly delays: Delays
  readonly held: boolean
}

interface Capacity {
  readonly largest: number
  readonly tried: readonly Tried[]
}

export const generations: Bench = {
  claim: 'one process runs more answers at once, each word stored before it is shown, than streamText alone reads',
  base: "the same provider's streams read with the AI SDK's streamText in one process, storing nothing",
  measure: async () => {
    await using arena = await openArena()
    const base = await findCapacity(arena, 'base')
    const ours = await findCapacity(arena, 'ours')
    progress('')
    const figure = { unit: 'answers', bar: 0.7, barOn: 'ratio', moreIsBetter: true } as const
    const name = 'answers at once, 20 chunks a second each'
    const measurements = [{ case: name, ours: ours.largest, base: base.largest, ...figure }]
    return { measurements, section: { text: `${await heading('generations', arena)}\n\n${render(ours, base)}` } }
  },
}

function render(ours: Capacity, base: Capacity): string {
  const rows = [...rowsOf('streamText', base), ...rowsOf('Parley', ours)]
  const head = ['streams', 'delay p50', 'p99', 'of a core', 'statements/s', 'sustained']
  const ratio = (ours.largest / base.largest).toFixed(2)
  return `Parley sustains ${ours.largest} answers where \`streamText\` alone sustains ${base.largest} streams: ${ratio} times, with a bar of 0.7.

${table(head, rows)}`
}

const rowsOf = (name: string, { tried }: Capacity) =>
  tried
    .toSorted((a, b) => a.streams - b.streams)
    .map(({ streams, delays: { p50, p99, cpu, commits, seconds }, held }) => [
      `${name}, ${streams}`,
      significant(p50),
      significant(p99),
      cpu.toFixed(2),
      commits === 0 ? '–' : String(Math.round(commits / seconds)),
      held ? 'yes' : 'no',
    ])

async function findCapacity(arena: Arena, side: Side): Promise<Capacity> {
  await using worker = await arena.start(side)
  await worker.ask('firsts', firstsSchema, WARM_UP)
  const deadline = performance.now() + SIDE_MS
  const tried: Tried[] = []
  const holds = async (streams: number) => {
    progress(`${side}: ${streams} streams`)
    await worker.ask('hold', doneSchema, streams)
    for (let trial = 0; trial < TRIES; trial++) {
      await worker.ask('measure', delaysSchema, SETTLE_MS)
      await arena.sent()
      const delays = await worker.ask('measure', delaysSchema, MEASURE_MS)
      const held = sustains(streams, delays, await arena.sent())
      tried.push({ streams, delays, held })
      if (held) return true
    }
    return false
  }
  const largest = await searchLargest(holds, { ...SEARCH, inTime: () => performance.now() < deadline })
  return { largest, tried }
}
