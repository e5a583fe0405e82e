import { tmpdir } from 'node:os'

import { limits } from '@parley/contract'
import type { Logger } from '@parley/db'
import { createTestDatabase, type TestDatabase } from '@parley/db/testing'
import { pino } from 'pino'

import type { Config } from './config.ts'
import { startServer, type RunningServer } from './server.ts'

export interface TestServerOptions {
  /** The demo model's pace; as fast as it can when left out. */
  wordsPerSecond?: number
  /** Settings that differ from those of the tests, for example `models` with a provider of the test's own. */
  config?: Partial<Config>
  /** Silent when left out. */
  logger?: Logger
}

export interface TestServer extends RunningServer {
  /** What the server stores. */
  readonly database: TestDatabase
  /** Stops the server and leaves its database; disposing does both. */
  stop(): Promise<void>
}

/** A whole server on a fresh database and a free port, for the tests of this package and of its clients. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { wordsPerSecond = Infinity, config = {}, logger = pino({ level: 'silent' }) } = options
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await createTestDatabase())
  const settings: Config = {
    host: '127.0.0.1',
    port: 0,
    baseUrl: null,
    trustProxy: 0,
    database: database.settings,
    pool: { poolSize: 5, poolOverflow: 10, poolWaitMs: 5_000 },
    connectSeconds: 10,
    databaseSizeWarning: 1024 ** 3,
    dataDir: tmpdir(),
    authSecret: 'a secret of thirty-two characters',
    allowGuests: true,
    models: { demo: { wordsPerSecond } },
    maxMessageChars: limits.messageChars,
    logLevel: 'silent',
    metricsToken: null,
    ...config,
  }
  const server = new AsyncDisposableStack()
  const { url } = server.use(await startServer(settings, logger))
  stack.use(server)
  const owned = stack.move()
  return { url, database, stop: () => server.disposeAsync(), [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
