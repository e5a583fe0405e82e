export type Extent = readonly [low: number, high: number]

/** Maps a domain to a range on a logarithmic scale. */
export function logScale(domain: Extent, range: Extent): (value: number) => number {
  const low = Math.log10(domain[0])
  const step = (range[1] - range[0]) / (Math.log10(domain[1]) - low)
  return (value) => range[0] + (Math.log10(value) - low) * step
}

/** The powers of ten that enclose the values, at least two. */
export function decades(values: readonly number[]): number[] {
  // 10 ** -1 is not quite 0.1, and the logarithm of a power of ten not quite whole.
  const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9)
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values)) - 1e-9))
  return Array.from({ length: high - low + 1 }, (_, step) => Number(`1e${low + step}`))
}

export interface Axis {
  readonly extent: Extent
  /** The values that are written at it. */
  readonly ticks: readonly number[]
}

const FEWEST_TICKS = 3
const MOST_TICKS = 8

/** An axis that encloses the values closely, with ticks at 1, 2 and 5 times the powers of ten, or at these alone when that is a lot. */
export function fit(values: readonly number[]): Axis {
  const powers = decades(values)
  // The power below gives room for an axis that would have too few.
  const fine = [(powers[0] ?? 1) / 10, ...powers].flatMap((power) =>
    [1, 2, 5].map((step) => Number((step * power).toPrecision(1))),
  )
  const last = fine.findIndex((tick) => tick >= Math.max(...values))
  const first = fine.findLastIndex((tick) => tick <= Math.min(...values))
  const close = fine.slice(Math.min(first, last - FEWEST_TICKS + 1), last + 1)
  const ticks = close.length <= MOST_TICKS ? close : close.filter((tick) => powers.includes(tick))
  return { extent: [close[0] ?? 1, close.at(-1) ?? 10], ticks }
}

/** A number on an axis: 0.1, 10, 10k, 1M. */
export function short(value: number): string {
  if (value >= 1e6) return `${value / 1e6}M`
  return value >= 1e3 ? `${value / 1e3}k` : String(value)
}
