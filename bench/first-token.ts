import { median, type Bench, type Measurement } from './runner/measurement.ts'
import { progress } from './runner/progress.ts'
import { significant, table } from './runner/table.ts'
import { openArena, type Arena, type Side } from './streaming/arena.ts'
import { heading } from './streaming/docs.ts'
import { delaysSchema, doneSchema, firstsSchema, type Delays } from './streaming/protocol.ts'
import type { Worker } from './streaming/worker.ts'

const ROUNDS = ['direct', 'base', 'ours', 'ours', 'base', 'direct'] as const
const QUESTIONS = 40
const TOGETHER = 100
const SETTLE_MS = 1_000
const MEASURE_MS = 4_000
const WARM_UP = 60

interface SideDelays {
  readonly sinceAsked: number
  readonly sinceSent: number
  readonly one: Delays
  readonly together: Delays
}

interface Figure {
  readonly name: string
  /** Milliseconds that ours may add. */
  readonly bar: number
  readonly of: (side: SideDelays) => number
}

const FIGURES: readonly Figure[] = [
  // The question is stored as well before anything is asked of the model.
  { name: 'one answer, first token since the question', bar: 10, of: (side) => side.sinceAsked },
  { name: 'one answer, first token since it was sent', bar: 5, of: (side) => side.sinceSent },
  { name: 'one answer, every chunk, p50', bar: 5, of: (side) => side.one.p50 },
  { name: `${TOGETHER} answers, every chunk, p50`, bar: 15, of: (side) => side.together.p50 },
  { name: `${TOGETHER} answers, every chunk, p99`, bar: 60, of: (side) => side.together.p99 },
]

export const firstToken: Bench = {
  claim:
    'storing each word before it is shown delays it by 5 ms at most; by 15 ms (p50) and 60 ms (p99) with 100 answers at once',
  base: "the same provider's stream read with the AI SDK's streamText, storing nothing",
  measure: async () => {
    await using arena = await openArena()
    const delays = await measureSides(arena)
    progress('')
    const { ours, base, direct } = delays
    const measurements = FIGURES.map(({ name, bar, of }): Measurement => ({
      case: name,
      unit: 'ms',
      ours: of(ours),
      base: of(base),
      bar,
      barOn: 'added',
    }))
    const rows = FIGURES.map(({ name, bar, of }) => {
      const figures = [of(ours), of(base), of(direct), of(ours) - of(base)]
      return [name, ...figures.map(significant), String(bar)]
    })
    const head = ['milliseconds', 'Parley', 'streamText', 'doStream', 'added', 'bar']
    return { measurements, section: { text: `${await heading('first-token', arena)}\n\n${table(head, rows)}` } }
  },
}

async function measureSides(arena: Arena): Promise<Record<Side, SideDelays>> {
  await using stack = new AsyncDisposableStack()
  const start = async (side: Side) => {
    const worker = stack.use(await arena.start(side))
    await worker.ask('firsts', firstsSchema, WARM_UP)
    return worker
  }
  const workers = { direct: await start('direct'), base: await start('base'), ours: await start('ours') }
  const firsts = { direct: emptyFirsts(), base: emptyFirsts(), ours: emptyFirsts() }
  for (const side of ROUNDS) {
    progress(`first tokens: ${side}`)
    const { sinceAsked, sinceSent } = await workers[side].ask('firsts', firstsSchema, QUESTIONS)
    firsts[side].sinceAsked.push(...sinceAsked)
    firsts[side].sinceSent.push(...sinceSent)
  }
  const measure = async (side: Side): Promise<SideDelays> => {
    progress(`every chunk: ${side}`)
    const one = await hold(workers[side], 1)
    const together = await hold(workers[side], TOGETHER)
    await workers[side].ask('hold', doneSchema, 0)
    const { sinceAsked, sinceSent } = firsts[side]
    return { sinceAsked: median(sinceAsked), sinceSent: median(sinceSent), one, together }
  }
  return { direct: await measure('direct'), base: await measure('base'), ours: await measure('ours') }
}

const emptyFirsts = (): { sinceAsked: number[]; sinceSent: number[] } => ({ sinceAsked: [], sinceSent: [] })

async function hold(worker: Worker, streams: number): Promise<Delays> {
  await worker.ask('hold', doneSchema, streams)
  await worker.ask('measure', delaysSchema, SETTLE_MS)
  return worker.ask('measure', delaysSchema, MEASURE_MS)
}
