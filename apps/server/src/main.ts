import closeWithGrace from 'close-with-grace'

import { createConfig } from './config.ts'
import { readEnv } from './env.ts'
import { createLogger } from './logger.ts'
import { startServer } from './server.ts'
import { onStopSignal } from './stop-signals.ts'

/** Milliseconds after which a stop that hangs is forced. */
const STOP_MS = 9_000

try {
  const config = await createConfig(readEnv())
  const logger = createLogger(config.logLevel)
  const server = await startServer(config, logger)
  const { close } = closeWithGrace({ delay: STOP_MS, logger, skip: ['SIGINT', 'SIGTERM'] }, async ({ err }) => {
    if (err) logger.fatal({ err }, 'stopping after an error')
    await server[Symbol.asyncDispose]()
  })
  onStopSignal((signal) => {
    logger.info({ signal }, 'stopping')
    close()
  })
  process.stdout.write(`\n  Parley is ready: ${server.url}\n\n`)
} catch (error) {
  process.stderr.write(`\nParley could not start. ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
