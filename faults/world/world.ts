import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { signInAsGuest, type GuestSession } from '@parley/client'

import { startFairClock, type FairClock } from '../clock/fair-clock.ts'
import { History } from '../history/history.ts'
import { startDatabase, type OwnDatabase } from '../postgres/database.ts'
import { startProvider, type Provider } from '../provider/server.ts'
import { Tally } from '../report/tally.ts'
import { Tab } from '../tab/tab.ts'
import { openLane, type Lane } from './lane.ts'

/** Enough for one each of the clients whose statements are counted in one round, and two more. */
const GUESTS = 24

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Everything that a run is made of. */
export interface World extends AsyncDisposable {
  readonly folder: string
  readonly clock: FairClock
  readonly database: OwnDatabase
  readonly provider: Provider
  readonly lanes: readonly [Lane, Lane]
  readonly guests: readonly GuestSession[]
  /** One of each guest at each replica. */
  readonly tabs: readonly Tab[]
  /** Of the round that runs, and of those before it. */
  history: History
  readonly past: History[]
  readonly tally: Tally
}

/** Starts a database, a provider and two replicas, and signs the users in. A signal ends all of it. */
export async function startWorld(): Promise<World> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'parley-faults-'))
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  // Run as root, Postgres belongs to another user, who has to reach its folder.
  await chmod(folder, 0o755)
  const clock = stack.use(startFairClock())
  const database = stack.use(await startDatabase(join(folder, 'database')))
  const provider = stack.use(await startProvider())
  const open = async (name: string) =>
    stack.use(
      await openLane({
        name,
        folder,
        database,
        providerUrl: provider.url,
        onCrash: (replica, code) => world.history.note('a server ended by itself', `replica ${replica}, code ${code}`),
      }),
    )
  const lanes = [await open('a'), await open('b')] as const
  await Promise.all(lanes.map((lane) => lane.replica.start()))
  const guests = await Promise.all(
    Array.from({ length: GUESTS }, (_, index) => signInAsGuest(lanes[index % 2 === 0 ? 0 : 1].url)),
  )
  const onRefusal = (detail: string) => world.history.note('a tab was refused', detail)
  const tabs = guests.flatMap((guest) =>
    lanes.map((lane) => stack.use(new Tab({ lane, guest, db: database.db, onRefusal }))),
  )
  for (const tab of tabs) tab.open()
  const owned = stack.move()
  const end = () => owned.disposeAsync()
  const onSignal = () => void end().finally(() => process.exit(130))
  for (const signal of SIGNALS) process.once(signal, onSignal)
  const world: World = {
    folder,
    clock,
    database,
    provider,
    lanes,
    guests,
    tabs,
    history: new History(),
    past: [],
    tally: new Tally(),
    [Symbol.asyncDispose]: end,
  }
  return world
}
