import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { ConnectionSettings } from './settings.ts'

const KIT = join(import.meta.dirname, '../node_modules/drizzle-kit/bin.cjs')
const SCHEMA = join(import.meta.dirname, 'schema/index.ts')

export interface StudioOptions {
  /** On this machine alone. */
  port: number
  signal: AbortSignal
}

/**
 * Runs Drizzle Studio on a database until the signal or its own end; gives its exit code. What it says goes to this
 * process's output. The credentials reach it in a file that only this user can read and that is removed afterwards.
 *
 * @example
 * ```ts
 * import { runStudio } from '@parley/db/studio'
 *
 * await runStudio('postgres://localhost/parley', { port: 4983, signal: AbortSignal.timeout(60_000) })
 * ```
 */
export async function runStudio(settings: ConnectionSettings, { port, signal }: StudioOptions): Promise<number> {
  await access(KIT).catch((cause: unknown) => {
    throw new Error('Drizzle Studio is not installed here: it is a development dependency.', { cause })
  })
  await using folder = await mkdtempDisposable(join(tmpdir(), 'parley-studio-'))
  const config = join(folder.path, 'drizzle.config.json')
  // Drizzle Studio asks for encryption unless it is told not to; a server that is given by its parts is on this machine.
  const dbCredentials = typeof settings === 'string' ? { url: settings } : { ...settings, ssl: false }
  const content = { dialect: 'postgresql', schema: SCHEMA, casing: 'snake_case', dbCredentials }
  await writeFile(config, JSON.stringify(content), { mode: 0o600 })
  const args = [KIT, 'studio', `--config=${config}`, '--host=127.0.0.1', `--port=${port}`]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  const stop = () => child.kill('SIGTERM')
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  await once(child, 'close')
  return signal.aborted ? 0 : (child.exitCode ?? 1)
}
