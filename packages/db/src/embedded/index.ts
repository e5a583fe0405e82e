import { startCluster, type Embedded, type EmbeddedOptions } from './cluster.ts'

export type { Embedded, EmbeddedOptions } from './cluster.ts'

/**
 * Starts Parley's own Postgres, or goes on with the one that a killed Parley left running on the same folder. It listens
 * on a unix socket that only its user can reach (on Windows on 127.0.0.1 with a random password), is started again when it
 * ends unexpectedly, and is refused to a second Parley. It outlives this process until `stop` is called.
 */
export function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  return startCluster(options, process.platform === 'win32' ? 'address' : 'socket')
}
