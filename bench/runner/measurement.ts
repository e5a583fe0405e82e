/** One figure of a bench, measured beside a base on the same machine in the same run. */
export interface Measurement {
  readonly case: string
  readonly unit: string
  readonly ours: number
  readonly base: number
  /** What `ours` may be at most, in the same unit. */
  readonly bar: number
}

/** A published claim and how it is measured. */
export interface Bench {
  readonly claim: string
  readonly base: string
  readonly measure: () => Promise<readonly Measurement[]>
}

/** The middle value; the mean of the two middle ones when their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [low = Number.NaN, high = low] = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1)
  return (low + high) / 2
}
