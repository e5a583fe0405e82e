import { z } from 'zod'

import type { Actor } from './actor.ts'
import { insistOnEnd } from './insist.ts'

const schema = z.unknown()

/** Makes a task, and sometimes completes or erases it. */
export async function keepTask(actor: Actor): Promise<void> {
  const { random, history, world } = actor
  const id = random.uuid()
  const steps = [
    { path: 'tasks.create', input: { id, title: `Task ${id}` }, state: 'open', likely: 1 },
    { path: 'tasks.update', input: { id, completed: true }, state: 'completed', likely: 0.5 },
    { path: 'tasks.delete', input: { id }, state: 'erased', likely: 0.4 },
  ] as const
  world.tally.count('tasks')
  for (const { path, input, state, likely } of steps) {
    if (!random.chance(likely)) continue
    // Until it is acknowledged it is known to be neither so nor so.
    history.tasks.delete(id)
    const answered = await insistOnEnd(actor, { path, input, schema })
    if (answered?.done !== true) return
    history.tasks.set(id, state)
  }
}
