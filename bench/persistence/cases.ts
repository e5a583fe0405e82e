import type { Measurement } from '../runner/measurement.ts'
import { compareCalls, compareThroughput, type Call, type Pair, type Spread } from './compare.ts'
import { CALLERS, type Operations } from './operations.ts'

/** The ratios that are claimed, each kind in the order of the table. */
export interface Cases {
  readonly single: readonly (Measurement & { readonly p95: Pair<number> })[]
  /** Both sides are the repository's. */
  readonly longAgainstShort: Measurement
  /** Milliseconds a call: the inverse of the throughput. */
  readonly atOnce: readonly Measurement[]
}

const RAW_BAR = 1.3
const SHORT_BAR = 1.15

const operationsOf = (operations: Operations): [string, Pair<Call>][] => [
  ['append one', operations.append],
  ['last 20 of 1,000', operations.last20(1_000)],
  ['last 20 of 10,000', operations.last20(10_000)],
  ['last 20 of 100,000', operations.last20(100_000)],
  ['list 30 of 1,000 conversations', operations.list30],
  ['whole conversation of 1,000', operations.whole(1_000)],
]

const measured = (name: string, { ours, base }: Pair<number>, bar: number): Measurement => ({
  case: name,
  unit: 'ms',
  ours,
  base,
  bar,
  barOn: 'ratio',
})

/** One caller; the pools have one connection each. */
export async function measureSingle(operations: Operations): Promise<Omit<Cases, 'atOnce'>> {
  const single = []
  for (const [name, pair] of operationsOf(operations)) {
    const { ours, base } = await compareCalls(pair)
    const p95 = { ours: ours.p95, base: base.p95 }
    single.push({ ...measured(name, p50Of({ ours, base }), RAW_BAR), p95 })
  }
  const both = { ours: operations.last20(100_000).ours, base: operations.last20(1_000).ours }
  const name = 'last 20 of 100,000, against last 20 of 1,000'
  return { single, longAgainstShort: measured(name, p50Of(await compareCalls(both)), SHORT_BAR) }
}

export async function measureAtOnce(operations: Operations): Promise<Cases['atOnce']> {
  const atOnce = []
  for (const [name, pair] of operationsOf(operations)) {
    atOnce.push(measured(`${name}, ${CALLERS} at once`, await compareThroughput(pair, CALLERS), RAW_BAR))
  }
  return atOnce
}

const p50Of = ({ ours, base }: Pair<Spread>): Pair<number> => ({ ours: ours.p50, base: base.p50 })
