/** One figure of a bench, measured beside a base on the same machine in the same run. */
export interface Measurement {
  readonly case: string
  readonly unit: string
  readonly ours: number
  readonly base: number
  /** What `barOn` may be at most: `ours` in its unit, or the ratio of `ours` to `base`. */
  readonly bar: number
  readonly barOn: 'ours' | 'ratio'
}

/** Whether a figure keeps within its bar; one that could not be measured does not. */
export const holds = ({ ours, base, bar, barOn }: Measurement): boolean =>
  (barOn === 'ours' ? ours : ours / base) <= bar

/** What the command line asks of a bench. */
export interface Options {
  /** Messages in the largest table. */
  readonly messages: number
  /** Whether the figures in docs/ are written anew. */
  readonly writeDocs: boolean
}

/** A published claim and how it is measured. */
export interface Bench {
  readonly claim: string
  readonly base: string
  readonly measure: (options: Options) => Promise<readonly Measurement[]>
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
