import type { DatabaseSettings } from '../runner/postgres.ts'
import { addressSchema, databaseSchema, sentSchema, type Sent } from './protocol.ts'
import { startWorker, type Core, type Worker } from './worker.ts'

/** `ours` runs the engine; `base` reads with streamText; `direct` with the model's own doStream. Only ours stores. */
export type Side = 'ours' | 'base' | 'direct'

/** `idle` only waits, on nothing of ours. */
type Program = Side | 'idle'

/** A provider and a Postgres on the same cores, and the processes that are measured on another one. */
export interface Arena extends AsyncDisposable {
  readonly database: DatabaseSettings
  start(program: Program, core?: Core): Promise<Worker>
  /** What the provider has sent since this was last asked. */
  sent(): Promise<Sent>
}

/** Seconds after which a bench is given up. */
const LIMIT_SECONDS = 90

export async function openArena(): Promise<Arena> {
  await using stack = new AsyncDisposableStack()
  const limit = new AbortController()
  const timer = setTimeout(
    () => limit.abort(`not done in ${LIMIT_SECONDS} s: the machine is too busy`),
    LIMIT_SECONDS * 1_000,
  )
  stack.defer(() => clearTimeout(timer))
  const { signal } = limit
  // Never killed: it would leave its Postgres behind.
  const postgres = stack.use(startWorker('database.ts', { core: 'others' }))
  const provider = stack.use(startWorker('provider.ts', { core: 'others', signal }))
  const { url } = await provider.ask('address', addressSchema)
  const database = await postgres.ask('settings', databaseSchema)
  const held = stack.move()
  return {
    database,
    start: async (program, core = 'measured') =>
      startWorker(`${program}.ts`, { core, signal, argument: { provider: url, database } }),
    sent: () => provider.ask('sent', sentSchema),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}
