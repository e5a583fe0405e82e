import type { World } from '../world/world.ts'
import { running } from './running.ts'

/** Milliseconds within which a dead process's answers are folded once a replica lives. */
const RECOVERED_WITHIN_MS = 10_000
/** For what clients still do, and for answers that go on being written. */
const DONE_WITHIN_MS = 60_000
const ENDED_WITHIN_MS = 60_000

/** Heals everything, waits for the clients and for the answers that still run, and notes what took too long. */
export async function settle(world: World, clients: Promise<unknown>, abort: () => void): Promise<void> {
  for (const { toDatabase, fromClients, flights, replica } of world.lanes) {
    flights.clear()
    toDatabase.refuses = false
    toDatabase.thaw()
    fromClients.losesAnswers = false
    replica.wake()
  }
  world.provider.watchers.clear()
  await Promise.all(world.lanes.map(({ replica }) => replica.start()))

  let done = false
  const finished = clients.finally(() => (done = true))
  await expectRecovery(world)
  if (!(await world.clock.until(() => done, DONE_WITHIN_MS))) {
    const open = world.history.turns.filter((turn) => !turn.acknowledged)
    const unread = world.history.readings.filter(({ finish }) => finish === null)
    const detail = `${open.length} turns without an answer, ${unread.length} readers in mid-answer`
    world.history.note('clients are left waiting', `${detail}: ${unread[0]?.messageId ?? open[0]?.messageId}`)
    abort()
  }
  await finished
  await world.clock.until(async () => (await running(world)).all === 0, ENDED_WITHIN_MS)
}

async function expectRecovery(world: World): Promise<void> {
  const before = world.clock.now()
  if ((await running(world)).orphans === 0) return
  const recovered = await world.clock.until(async () => (await running(world)).orphans === 0, RECOVERED_WITHIN_MS)
  world.tally.measure('recovery', world.clock.now() - before)
  if (recovered) return
  const { orphans } = await running(world)
  world.history.note('not recovered in time', `${orphans} answers of dead processes after ${RECOVERED_WITHIN_MS} ms`)
}
