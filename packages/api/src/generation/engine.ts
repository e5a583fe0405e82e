import type { Database, Logger } from '@parley/db'
import type { Models } from '@parley/llm'

import type { Changes } from '../changes/changes.ts'
import { Titler } from '../titles/titler.ts'
import { Bus } from './bus.ts'
import { generate } from './generate.ts'
import { Job } from './job.ts'
import { listen } from './listen.ts'
import type { Turn } from './prepare.ts'
import { recover } from './recover.ts'
import { Relay } from './relay.ts'
import { repeat } from './repeat.ts'
import { Steadiness } from './steadiness.ts'
import { Tenure } from './tenure.ts'
import { defaultTimeouts, type Timeouts } from './watchdog.ts'

const HEARTBEAT_MS = 1_000
const RECOVER_MS = 1_000

export interface EngineOptions {
  db: Database
  models: Models
  logger: Logger
  /** Told whose answers have ended. */
  changes: Pick<Changes, 'announce' | 'announceToAll'>
  timeouts?: Timeouts
}

/** Runs generations in this process; they belong to the server, not to who started or follows them. */
export interface Engine {
  /** The owner to store with a generation that is to run here. */
  readonly processId: string
  /** Generations that run here now. */
  readonly running: number
  readonly bus: Bus
  /** Runs a stored turn. One without a generation was stored, and started, before. */
  run: (who: { userId: string }, turn: StoredTurn) => void
  /** Stops a generation if it runs here; its text is kept. */
  stop: (generationId: string) => void
  /** Lets what runs finish for `graceMs`, then folds the rest as `interrupted`. */
  close: (options: { graceMs: number }) => Promise<void>
}

export type StoredTurn = Omit<Turn, 'userId' | 'generation'> & { generation: Turn['generation'] | null }

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { db, models, logger, changes, timeouts = defaultTimeouts } = options
  const bus = new Bus()
  let tenure = await Tenure.begin(db, bus, logger)
  await using stack = new AsyncDisposableStack()

  const relay = new Relay(bus, (positions) => tenure.log.read(positions), logger)
  /** Asked to stop between their commit and their start; the next heartbeat would find them too. */
  const early = new Set<string>()
  const stop = (generationId: string) => {
    const job = tenure.jobs.get(generationId)
    if (job) job.end('stop')
    else early.add(generationId)
  }

  const steadiness = new Steadiness()
  const beat = async () => {
    const { alive, stopRequested, lost } = await tenure.log.heartbeat([...tenure.jobs.keys()])
    steadiness.beat()
    early.clear()
    for (const { generationId } of stopRequested) stop(generationId)
    for (const generationId of lost) tenure.jobs.get(generationId)?.end('lost')
    if (alive) return
    logger.warn({ processId: tenure.processId }, 'lease lost: this process was away for too long')
    const left = tenure
    tenure = await Tenure.begin(db, bus, logger)
    await left.endAll('lost')
  }
  stack.use(repeat(beat, { every: HEARTBEAT_MS, name: 'heartbeat', logger }))
  stack.use(
    repeat(async () => void (steadiness.mayJudge() && (await recover(tenure, { bus, changes, logger }))), {
      every: RECOVER_MS,
      name: 'recover',
      logger,
    }),
  )
  stack.use(await listen({ db, bus, relay, isOwn: (id) => id === tenure.processId, stop }))

  const titler = stack.use(new Titler({ db, models, logger, changes }))
  const background = stack.move()
  return {
    bus,
    get processId() {
      return tenure.processId
    },
    get running() {
      return tenure.jobs.size
    },
    run: ({ userId }, { generation, ...turn }) => {
      if (generation === null) return
      const { log, writer, jobs } = tenure
      const services = { db, models, logger, log, writer, bus, timeouts }
      const job = new Job({ userId, generationId: generation.id }, async () => {
        await generate(services, { ...turn, userId, generation }, job)
        jobs.delete(generation.id)
        changes.announce(userId)
        titler.ended({ ...turn, userId, generation })
      })
      jobs.set(generation.id, job)
      if (early.delete(generation.id)) job.end('stop')
    },
    stop,
    close: async ({ graceMs }) => {
      const grace = AbortSignal.timeout(graceMs)
      await Promise.race([tenure.idle(), new Promise((resolve) => grace.addEventListener('abort', resolve))])
      await tenure.endAll('shutdown')
      await background.disposeAsync()
      // Without its row gone the lease runs out by itself.
      await tenure.log.deregister().catch((err: unknown) => logger.warn({ err }, 'lease could not be given up'))
    },
  }
}
