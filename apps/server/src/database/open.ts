import { resolve } from 'node:path'

import { waitForDatabase, type ConnectionSettings, type Logger } from '@parley/db'
import { openEmbedded } from '@parley/db/embedded'

import { readEnv } from '../env.ts'
import type { Terminal } from './command.ts'

/** The database that the server would use. */
export interface Configured extends AsyncDisposable {
  settings: ConnectionSettings
  /** For a sentence: "the embedded Postgres in …"; holds no password. */
  name: string
  /** Whether it is the embedded one of a Parley that is running. */
  shared: boolean
}

/** Seconds to wait for a database that does not answer. */
const WITHIN_S = 5

/**
 * Opens the database that the environment names, as the server does: DATABASE_URL, else the embedded Postgres in DATA_DIR,
 * which is started for the command unless a Parley runs on it.
 */
export async function openConfigured(terminal: Terminal): Promise<Configured> {
  const env = readEnv()
  const logger = loggerTo(terminal)
  if (env.DATABASE_URL !== undefined) {
    await waitForDatabase(env.DATABASE_URL, { logger, seconds: WITHIN_S })
    const { host, pathname } = new URL(env.DATABASE_URL)
    const nothing = () => Promise.resolve()
    const name = `the database ${decodeURIComponent(pathname.slice(1))} on ${host}`
    return { settings: env.DATABASE_URL, name, shared: false, [Symbol.asyncDispose]: nothing }
  }
  const dataDir = resolve(env.DATA_DIR)
  const embedded = await openEmbedded({ dataDir, logger })
  return {
    settings: embedded.settings,
    shared: embedded.shared,
    name: `the embedded Postgres in ${dataDir}`,
    [Symbol.asyncDispose]: () => embedded.stop(),
  }
}

/** What goes wrong is told; the rest is the server's talk. */
function loggerTo(terminal: Terminal): Logger {
  const tell = (fields: object, message: string) =>
    terminal.note('reason' in fields ? `${message}: ${String(fields.reason)}` : message)
  return { debug() {}, info() {}, warn: tell, error: tell }
}
