import { BRIEF, compareCalls, type Call, type Pair } from './compare.ts'
import type { Length } from './conversations.ts'
import type { Operations } from './operations.ts'

/** How an operation's p50, in milliseconds, changes with a size. */
export interface Growth {
  readonly title: string
  readonly points: readonly ({ readonly x: number } & Pair<number>)[]
}

/** One point of each operation with a table of `size` messages. */
export const measureTable = (operations: Operations, size: number): Promise<Growth[]> =>
  measure(size, [
    ['append one', operations.append],
    ['last 20 of 1,000', operations.last20(1_000)],
    ['list 30 of 1,000 conversations', operations.list30],
    ['whole conversation of 1,000', operations.whole(1_000)],
  ])

/** One point of each operation on a conversation of `size` messages. */
export const measureHistory = (operations: Operations, size: Length): Promise<Growth[]> =>
  measure(size, [
    ['last 20', operations.last20(size)],
    ['whole conversation', operations.whole(size)],
    // Last: it makes the conversation longer.
    ['append one', operations.appendTo(size)],
  ])

async function measure(x: number, named: [string, Pair<Call>][]): Promise<Growth[]> {
  const growths: Growth[] = []
  for (const [title, pair] of named) {
    const { ours, base } = await compareCalls(pair, BRIEF)
    growths.push({ title, points: [{ x, ours: ours.p50, base: base.p50 }] })
  }
  return growths
}

/** The points of each operation put together, in the order in which they were measured. */
export function joinGrowth(growths: readonly Growth[]): Growth[] {
  const byTitle = Map.groupBy(growths, (growth) => growth.title)
  return [...byTitle].map(([title, parts]) => ({ title, points: parts.flatMap((part) => part.points) }))
}
