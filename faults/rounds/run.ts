import type { Actor } from '../client/actor.ts'
import { History } from '../history/history.ts'
import type { Violation } from '../oracle/evidence.ts'
import { judge } from '../oracle/judge.ts'
import { readRows } from '../oracle/rows.ts'
import type { Random } from '../seed/random.ts'
import { settleTabs } from '../tab/settle-tabs.ts'
import type { World } from '../world/world.ts'
import type { Round } from './round.ts'
import { settle } from './settle.ts'

/** One round: faults while clients work, for `budget` milliseconds at most, then peace, then the verdict. */
export async function runRound(world: World, round: Round, random: Random, budget: number): Promise<Violation[]> {
  const history = new History()
  world.history = history
  const ending = new AbortController()
  const work: Promise<unknown>[] = []
  const leaving = new AbortController()
  const actor = (name: string, guest?: number): Actor => {
    const own = random.fork(name)
    const chosen = own.whole(0, world.guests.length - 1)
    const { token } = world.guests[guest ?? chosen] ?? { token: '' }
    return { world, history, random: own, token, signal: ending.signal, leaving: leaving.signal }
  }
  const background = (one: Promise<unknown>) => {
    one.catch(() => undefined)
    work.push(one)
  }
  await round({ world, random, deadline: performance.now() + budget, actor, background })
  leaving.abort()
  await settle(world, Promise.all(work), () => ending.abort())
  await settleTabs(world)
  world.past.push(history)
  return verdict(world, history)
}

/** What is wrong with the conversations of one round, as they are stored now. */
export async function verdict(world: World, history: History): Promise<Violation[]> {
  const rows = await readRows(world.database.db, history)
  return judge({ rows, history, calls: world.provider.calls })
}
