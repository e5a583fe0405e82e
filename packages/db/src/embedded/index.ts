import { findRunning } from './attach.ts'
import { startCluster, type Embedded, type EmbeddedOptions } from './cluster.ts'

export type { Embedded, EmbeddedOptions } from './cluster.ts'

/**
 * Starts Parley's own Postgres, or goes on with the one that a killed Parley left running on the same folder. It listens
 * on a unix socket that only its user can reach (on Windows on 127.0.0.1 with a random password), is started again when it
 * ends unexpectedly, and is refused to a second Parley. It outlives this process until `stop` is called.
 *
 * @example
 * ```ts
 * import { connect, type Logger } from '@parley/db'
 * import { startEmbedded } from '@parley/db/embedded'
 *
 * declare const logger: Logger
 * await using server = await startEmbedded({ dataDir: './data', logger })
 * await using db = connect(server.settings)
 * ```
 */
export function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  return startCluster(options, process.platform === 'win32' ? 'address' : 'socket')
}

/**
 * For a command beside the server: uses the Postgres of the Parley that runs on the folder and leaves it running, or else
 * starts it as `startEmbedded` does. `shared` tells which.
 *
 * @example
 * ```ts
 * import { connect, type Logger } from '@parley/db'
 * import { openEmbedded } from '@parley/db/embedded'
 *
 * declare const logger: Logger
 * await using server = await openEmbedded({ dataDir: './data', logger })
 * await using db = connect(server.settings)
 * ```
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded & { readonly shared: boolean }> {
  const settings = await findRunning(options.dataDir)
  if (!settings) return { ...(await startEmbedded(options)), shared: false }
  const leave = () => Promise.resolve()
  return { settings, shared: true, stop: leave, [Symbol.asyncDispose]: leave }
}
