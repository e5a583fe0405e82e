import { limits, newId } from '@parley/contract'
import { connect, type Database, type Logger } from '@parley/db'
import { createTestDatabase, createUser, type TestDatabase } from '@parley/db/testing'
import { createModels, type Models } from '@parley/llm'

import { createChanges } from '../changes/changes.ts'
import { noSocket } from '../connection.ts'
import type { Context, Services } from '../context.ts'
import { createEngine, type Engine } from '../generation/engine.ts'
import type { Timeouts } from '../generation/watchdog.ts'
import { Readers } from '../readers.ts'
import { appRouter } from '../root.ts'

export interface TestApiOptions {
  /** A database to share, for another replica or for the tests of one file; a fresh one when left out. */
  database?: TestDatabase
  /** The demo model without delays when left out. */
  models?: Models
  timeouts?: Timeouts
}

export interface LogLine {
  level: keyof Logger
  fields: object
  message: string
}

export interface TestApi extends AsyncDisposable {
  readonly database: TestDatabase
  /** The connections of this replica. */
  readonly db: Database
  readonly engine: Engine
  readonly services: Services
  readonly logs: LogLine[]
  contextFor(userId: string | null): Context
  callerFor(userId: string | null, options?: { signal: AbortSignal }): ReturnType<typeof appRouter.createCaller>
  /** The id of a new user. */
  newUser(): Promise<string>
}

/** One replica of the API: connections and an engine of its own, as a server process has them. */
export async function createTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  await using stack = new AsyncDisposableStack()
  const database = options.database ?? stack.use(await createTestDatabase())
  const models = options.models ?? createModels({ demo: { wordsPerSecond: Infinity } })
  const { logger, logs } = recorder()
  const db = stack.use(connect(database.settings))
  const { timeouts } = options
  const changes = stack.use(await createChanges({ db, logger }))
  const engine = await createEngine({ db, models, logger, changes, ...(timeouts && { timeouts }) })
  stack.defer(() => engine.close({ graceMs: 0 }))

  const services = { db, models, engine, changes, readers: new Readers(), logger, maxMessageChars: limits.messageChars }
  const contextFor = (userId: string | null): Context => ({
    ...services,
    session: userId === null ? null : { userId, guest: false },
    requestId: newId(),
    connection: noSocket(),
  })
  const owned = stack.move()
  return {
    database,
    db,
    engine,
    services,
    logs,
    contextFor,
    callerFor: (userId, callerOptions) => appRouter.createCaller(contextFor(userId), callerOptions),
    newUser: async () => (await createUser(database)).id,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function recorder() {
  const logs: LogLine[] = []
  const record = (level: keyof Logger) => (fields: object, message: string) =>
    void logs.push({ level, fields, message })
  const logger = { debug: record('debug'), info: record('info'), warn: record('warn'), error: record('error') }
  return { logger, logs }
}
