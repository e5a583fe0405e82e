import { compareInTurn, type Call, type Pair } from './compare.ts'
import type { Operations } from './operations.ts'

/** How an operation's p50, in milliseconds, changes with a size. */
export interface Growth {
  readonly title: string
  readonly points: readonly ({ readonly x: number } & Pair<number>)[]
}

const LENGTHS = [100, 1_000, 10_000, 100_000] as const

/** Each operation with tables of every size, which take turns. */
export async function measureTables(tables: ReadonlyMap<number, Operations>): Promise<Growth[]> {
  const grow = (title: string, pairOf: (operations: Operations) => Pair<Call>) =>
    measure(title, new Map([...tables].map(([size, operations]) => [size, pairOf(operations)])))
  return [
    await grow('append one', (operations) => operations.append),
    await grow('last 20 of 1,000', (operations) => operations.last20(1_000)),
    await grow('list 30 of 1,000 conversations', (operations) => operations.list30),
    await grow('whole conversation of 1,000', (operations) => operations.whole(1_000)),
  ]
}

/** Each operation with conversations of every length, which take turns. */
export async function measureHistories(operations: Operations): Promise<Growth[]> {
  const grow = (title: string, pairOf: Operations['whole']) =>
    measure(title, new Map(LENGTHS.map((length) => [length, pairOf(length)])))
  return [
    await grow('last 20', operations.last20),
    await grow('whole conversation', operations.whole),
    // Last: it makes the conversations longer.
    await grow('append one', operations.appendTo),
  ]
}

async function measure(title: string, pairs: ReadonlyMap<number, Pair<Call>>): Promise<Growth> {
  const results = await compareInTurn(pairs)
  return { title, points: results.map(([x, { ours, base }]) => ({ x, ours: ours.p50, base: base.p50 })) }
}
