import { median, quantile } from '../runner/measurement.ts'

/** One call by one of the simultaneous callers, numbered from 0. */
export type Call = (caller: number) => Promise<unknown>
/** The two sides of a ratio. */
export interface Pair<Of> {
  readonly ours: Of
  readonly base: Of
}
type Side = keyof Pair<unknown>
/** Milliseconds. */
export interface Spread {
  readonly p50: number
  readonly p95: number
}

/** How a pair is timed. A side's turn lasts about `turnMs`; slow calls get fewer rounds, so that a side takes about `mostMs`. */
interface Method {
  readonly warmUpCalls: number
  readonly turnMs: number
  readonly rounds: number
  readonly mostMs: number
}

const SINGLE: Method = { warmUpCalls: 100, turnMs: 10, rounds: 80, mostMs: 2_500 }
/** For a point of a curve, on which less depends. */
const BRIEF: Method = { ...SINGLE, rounds: 20, mostMs: 1_000 }
const AT_ONCE: Method = { warmUpCalls: 12, turnMs: 50, rounds: 40, mostMs: 6_000 }
const FEWEST_ROUNDS = 3

/** Times single calls of both sides, which take turns of a few milliseconds: what else the machine does hits both alike. */
export async function compareCalls(pair: Pair<Call>, method = SINGLE): Promise<Pair<Spread>> {
  const contest = await prepare(pair, method)
  for (let round = 0; round < contest.rounds; round++) await contest.play()
  return contest.result()
}

/** Several pairs round by round, so that what else the machine does hits all of them alike too. */
export async function compareInTurn<Key>(
  pairs: ReadonlyMap<Key, Pair<Call>>,
  method = BRIEF,
): Promise<[Key, Pair<Spread>][]> {
  const contests = new Map<Key, Contest>()
  for (const [key, pair] of pairs) contests.set(key, await prepare(pair, method))
  const most = Math.max(...[...contests.values()].map((contest) => contest.rounds))
  for (let round = 0; round < most; round++) {
    for (const contest of contests.values()) if (round < contest.rounds) await contest.play()
  }
  return [...contests].map(([key, contest]) => [key, contest.result()])
}

interface Contest {
  readonly rounds: number
  readonly play: () => Promise<void>
  readonly result: () => Pair<Spread>
}

async function prepare(pair: Pair<Call>, method: Method): Promise<Contest> {
  const { calls, rounds } = await warmUp(pair, 1, method)
  const times: Pair<number[]> = { ours: [], base: [] }
  const play = async () => {
    for (const side of turns(1)) {
      for (let call = 0; call < calls; call++) {
        const started = performance.now()
        await pair[side](0)
        times[side].push(performance.now() - started)
      }
    }
  }
  return { rounds, play, result: () => ({ ours: spread(times.ours), base: spread(times.base) }) }
}

/** Milliseconds a call while `callers` call at once, each waiting for its answers: the inverse of the throughput. */
export async function compareThroughput(pair: Pair<Call>, callers: number): Promise<Pair<number>> {
  const { calls, rounds } = await warmUp(pair, callers, AT_ONCE)
  const times: Pair<number[]> = { ours: [], base: [] }
  for (const side of turns(rounds)) times[side].push((await together(pair[side], callers, calls)) / calls / callers)
  return { ours: median(times.ours), base: median(times.base) }
}

/** Two turns of each side a round: ABBA, so that neither always follows the other. */
export const turns = (rounds: number): Side[] =>
  Array.from({ length: rounds }, (): Side[] => ['ours', 'base', 'base', 'ours']).flat()

/** Calls both sides, more often than the five times that Postgres plans anew, to find how many calls make a turn. */
async function warmUp({ ours, base }: Pair<Call>, callers: number, method: Method) {
  const first = (await together(ours, callers, 1)) + (await together(base, callers, 1))
  const warming = first > method.mostMs / method.warmUpCalls ? 2 : method.warmUpCalls
  const took = ((await together(ours, callers, warming)) + (await together(base, callers, warming))) / 2 / warming
  const calls = Math.max(1, Math.round(method.turnMs / took))
  const enough = Math.ceil(method.mostMs / (2 * calls * took))
  return { calls, rounds: Math.min(method.rounds, Math.max(FEWEST_ROUNDS, enough)) }
}

/** Milliseconds until all callers have made their calls. */
async function together(call: Call, callers: number, calls: number): Promise<number> {
  const started = performance.now()
  const caller = async (_: unknown, number: number) => {
    for (let made = 0; made < calls; made++) await call(number)
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return performance.now() - started
}

const spread = (times: number[]): Spread => ({ p50: median(times), p95: quantile(times, 0.95) })
