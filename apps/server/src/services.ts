import { createAuth, createChanges, createEngine, Readers, type Auth, type Services } from '@parley/api'
import { connect, migrate, waitForDatabase, watchSize, type Logger } from '@parley/db'
import { startEmbedded } from '@parley/db/embedded'
import { createModels, tokenCounter } from '@parley/llm'

import type { Config } from './config.ts'
import { createMetrics, observeServices, type Metrics } from './metrics.ts'
import type { Origins } from './origins.ts'

/** What a running server holds. */
export interface Running extends AsyncDisposable {
  services: Services
  auth: Auth
  metrics: Metrics
}

/** Milliseconds that running generations get to finish when the server stops. */
const GRACE_MS = 3_000

/** Starts what the server needs, database first. Disposing stops it in the opposite order. */
export async function startServices(config: Config, origins: Origins, logger: Logger): Promise<Running> {
  await using stack = new AsyncDisposableStack()
  // Loading a tokenizer takes a while: meanwhile the database starts, and the first answer need not wait for it.
  const tokenizer = tokenCounter('openai:default')
  const database = config.database ?? stack.use(await startEmbedded({ dataDir: config.dataDir, logger })).settings
  await waitForDatabase(database, { logger, seconds: config.connectSeconds })
  const metrics = createMetrics()
  const db = stack.use(connect(database, { logger, onOperation: metrics.onOperation, ...config.pool }))
  await migrate(database, { logger })
  stack.use(watchSize(db, { logger, warnAbove: config.databaseSizeWarning, onSize: metrics.onDatabaseSize }))
  const models = createModels({
    ...config.models,
    onListFailure: (provider, message) => logger.warn({ provider, reason: message }, 'models could not be listed'),
  })
  const changes = stack.use(await createChanges({ db, logger }))
  const engine = await createEngine({ db, models, logger, changes })
  stack.defer(() => engine.close({ graceMs: GRACE_MS }))
  const auth = createAuth({
    db,
    secret: config.authSecret,
    baseUrl: origins.primary,
    origins: origins.list,
    allowGuests: config.allowGuests,
    logger,
  })
  await tokenizer
  const services = {
    db,
    models,
    engine,
    changes,
    readers: new Readers(),
    logger,
    maxMessageChars: config.maxMessageChars,
  }
  observeServices(metrics, services)
  const owned = stack.move()
  return { services, auth, metrics, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
