import type { Section } from './section.ts'

/** One figure of a bench, measured beside a base on the same machine in the same run. */
export interface Measurement {
  readonly case: string
  readonly unit: string
  readonly ours: number
  readonly base: number
  /** What `barOn` may be at most, or has to be at least where more is better. */
  readonly bar: number
  /** `ours` in its unit, the ratio of `ours` to `base`, or what `ours` adds to `base`. */
  readonly barOn: 'ours' | 'ratio' | 'added'
  readonly moreIsBetter?: boolean
}

/** Whether a figure keeps to its bar; one that could not be measured does not. */
export function holds({ ours, base, bar, barOn, moreIsBetter = false }: Measurement): boolean {
  const figure = { ours, ratio: ours / base, added: ours - base }[barOn]
  return moreIsBetter ? figure >= bar : figure <= bar
}

/** What the command line asks of a bench. */
export interface Options {
  /** Messages in the largest table. */
  readonly messages: number
}

/** A published claim and how it is measured. */
export interface Bench {
  readonly claim: string
  readonly base: string
  readonly measure: (options: Options) => Promise<Measured>
}

export interface Measured {
  readonly measurements: readonly Measurement[]
  /** For docs/performance.md, where the figures are shown there. */
  readonly section?: Section
}

/** The middle value; the mean of the two middle ones when their number is even. */
export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The value below which the given share of the values lies, interpolated between neighbours; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const low = sorted[Math.floor(place)] ?? Number.NaN
  const high = sorted[Math.ceil(place)] ?? Number.NaN
  return low + (high - low) * (place - Math.floor(place))
}
