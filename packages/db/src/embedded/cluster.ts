import { mkdir, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import type { Logger } from '../logger.ts'
import { findBinaries } from './binaries.ts'
import { DATABASE, guardCluster } from './guard.ts'
import { chooseIdentity } from './identity.ts'
import { initialise, SUPERUSER } from './initialise.ts'
import { tailOf } from './log-file.ts'
import { addressPlace, socketPlace } from './place.ts'
import { ensureServer, stopServer } from './server.ts'

export interface EmbeddedOptions {
  /** Parley's data folder; made when it is missing. The cluster is its subfolder `postgres`. */
  dataDir: string
  logger: Logger
}

export interface Embedded extends AsyncDisposable {
  readonly settings: { host: string; port: number; user: string; password?: string; database: string }
  /** Stops the server and resolves when it has ended. */
  stop(): Promise<void>
}

const RETRY_MS = 1_000

/** `startEmbedded` for one of the two ways to listen. */
export async function startCluster(options: EmbeddedOptions, by: 'socket' | 'address'): Promise<Embedded> {
  const { logger } = options
  await mkdir(options.dataDir, { recursive: true })
  const dataDir = await realpath(options.dataDir)
  const data = join(dataDir, 'postgres')
  const binaries = await findBinaries()
  const identity = await chooseIdentity(binaries.postgres, data)
  const files = { binaries, identity, data, log: join(dataDir, 'postgres.log') }

  const passwordFile = join(dataDir, 'postgres-password')
  const wanted = by === 'socket' ? await socketPlace(data, identity) : await addressPlace(passwordFile, identity)
  await initialise(binaries.initdb, data, identity, by === 'socket' ? undefined : passwordFile)
  const { host, port } = await ensureServer(files, wanted)
  const place = { ...wanted, host, port }

  let stopping = false
  let recovery = Promise.resolve()
  const onLost = () => {
    if (!stopping) recovery = recover()
  }
  let guard = await guardCluster(place, onLost)
  if (!guard) {
    throw new Error(`Another Parley is running on ${dataDir}. Stop it, or set DATA_DIR to another folder.`)
  }

  async function recover(): Promise<void> {
    guard = null
    logger.error({ log: await tailOf(files.log) }, 'the database ended unexpectedly; starting it again')
    while (!stopping && !guard) {
      try {
        await ensureServer(files, place)
        guard = await guardCluster(place, onLost)
        if (guard) logger.info({}, 'the database is back')
        else logger.error({}, `another Parley has taken ${dataDir}`)
      } catch (error) {
        logger.error({ err: error }, 'the database does not start')
      }
      if (!guard) await delay(RETRY_MS)
    }
  }

  async function stop(): Promise<void> {
    stopping = true
    await recovery
    const held = guard
    guard = null
    if (!held) return
    await stopServer(files)
    await held.release()
    if (place.host === wanted.host && by === 'socket' && place.host !== data)
      await rm(place.host, { recursive: true, force: true })
  }

  const settings = { ...place, user: SUPERUSER, database: DATABASE }
  return { settings, stop, [Symbol.asyncDispose]: stop }
}
