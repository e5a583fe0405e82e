import { tmpdir } from 'node:os'
import { limits } from '@parley/contract'
import { createTestDatabase } from '@parley/db/testing'
import { pino } from 'pino'
import { startServer, type RunningServer } from './server.ts'

export interface TestServerOptions {
  /** The demo model's pace; as fast as it can when left out. */
  wordsPerSecond?: number
}

/** A whole server on a fresh database and a free port, for the tests of this package and of its clients. */
export async function startTestServer({ wordsPerSecond = Infinity }: TestServerOptions = {}): Promise<RunningServer> {
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await createTestDatabase())
  const server = stack.use(
    await startServer(
      {
        host: '127.0.0.1',
        port: 0,
        baseUrl: null,
        trustProxy: 0,
        database: database.settings,
        dataDir: tmpdir(),
        authSecret: 'a secret of thirty-two characters',
        allowGuests: true,
        models: { demo: { wordsPerSecond } },
        maxMessageChars: limits.messageChars,
        logLevel: 'silent',
        metricsToken: null,
      },
      pino({ level: 'silent' }),
    ),
  )
  const owned = stack.move()
  return { url: server.url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
