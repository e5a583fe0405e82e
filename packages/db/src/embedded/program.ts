import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

import type { Identity } from './identity.ts'

/** Its own environment: PGPORT, PGDATA or a locale of the caller must not reach the server. */
const environment = process.platform === 'win32' ? {} : { env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' } }

/** Starts a Postgres program in a session of its own: Ctrl-C in the terminal does not reach it. */
export function start(file: string, args: string[], { user, prefix }: Identity, stdio: StdioOptions): ChildProcess {
  const [command = file, ...rest] = [...prefix, file, ...args]
  const credentials = user && prefix.length === 0 ? user : {}
  const cwd = process.platform === 'win32' ? {} : { cwd: '/' }
  return spawn(command, rest, { ...environment, ...credentials, ...cwd, stdio, detached: true, windowsHide: true })
}

/** Runs a program to its end. Throws with what it said when it fails. */
export async function complete(file: string, args: string[], identity: Identity): Promise<void> {
  const child = start(file, args, identity, ['ignore', 'ignore', 'pipe'])
  const [said] = await Promise.all([child.stderr ? text(child.stderr) : '', once(child, 'close')])
  if (child.exitCode !== 0) throw new Error(`${file} failed: ${said.trim()}`)
}
