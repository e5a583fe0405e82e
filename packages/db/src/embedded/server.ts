import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import type { Binaries } from './binaries.ts'
import type { Identity } from './identity.ts'
import { openLog, tailOf } from './log-file.ts'
import { isPostmaster, readPidFile, removePidFile, type PidFile } from './pid-file.ts'
import type { Place } from './place.ts'
import { complete, start } from './program.ts'

export interface ServerFiles {
  binaries: Binaries
  identity: Identity
  /** The data folder of the cluster. */
  data: string
  log: string
}

const POLL_MS = 10
/** Replaying the log after a crash takes its time. */
const READY_WITHIN_MS = 60_000
const GONE_WITHIN_MS = 1_000
/** After a postmaster was killed its children hold the shared memory for a moment, in which a new one cannot start. */
const ATTEMPTS = 20

/** Makes sure that a server runs on the cluster: adopts the one that does, else starts one at `place`. */
export async function ensureServer(files: ServerFiles, place: Place): Promise<PidFile> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (let attempt = 0; attempt < ATTEMPTS; await delay(POLL_MS)) {
    const there = await readPidFile(files.data)
    if (there?.ready && (await answers(there))) return there
    if (there && (await isPostmaster(there.pid, files.data))) {
      if (Date.now() > deadline) throw new Error(`Postgres (process ${there.pid}) does not get ready.`)
      continue
    }
    if (there) await removePidFile(files.data, there)
    const started = await startServer(files, place, deadline)
    if (started) return started
    attempt += 1
    await delay(attempt * POLL_MS)
  }
  throw new Error(`Postgres does not start. The end of ${files.log}:\n${await tailOf(files.log)}`)
}

// Its log is not to hold what people wrote: neither the rows that an error quotes nor the statements.
const discreet = ['-c', 'log_error_verbosity=terse', '-c', 'log_min_error_statement=panic']

/** Null when it ended before it was ready, as when another process was first. */
async function startServer(files: ServerFiles, place: Place, deadline: number): Promise<PidFile | null> {
  const { binaries, identity, data } = files
  const log = await openLog(files.log)
  const listen = place.password
    ? ['-c', `listen_addresses=${place.host}`, '-c', 'unix_socket_directories=']
    : ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${place.host}`, '-c', 'unix_socket_permissions=0700']
  const args = [
    '-D',
    data,
    '-p',
    String(place.port),
    '-c',
    'timezone=UTC',
    '-c',
    'log_timezone=UTC',
    ...discreet,
    ...listen,
  ]
  const child = start(binaries.postgres, args, identity, ['ignore', log.fd, log.fd])
  try {
    const ended = once(child, 'exit').then(() => true)
    // The server outlives this process when it must; it does not keep it alive.
    child.unref()
    while (Date.now() < deadline) {
      const there = await readPidFile(data)
      if (there?.ready && there.pid === child.pid) return there
      if (await Promise.race([ended, delay(POLL_MS, false)])) return null
    }
    throw new Error(`Postgres (process ${child.pid}) does not get ready.`)
  } finally {
    await log.close()
  }
}

/** Stops the server: connections are cut, what is committed is written. Resolves when it has ended. */
export async function stopServer({ binaries, identity, data }: ServerFiles): Promise<void> {
  const there = await readPidFile(data)
  if (!there) return
  if (process.platform === 'win32') return complete(binaries.pgCtl, ['stop', '-D', data, '-m', 'fast', '-w'], identity)
  if (!(await isPostmaster(there.pid, data))) return
  process.kill(there.pid, 'SIGINT')
  while ((await readPidFile(data))?.pid === there.pid && (await isPostmaster(there.pid, data))) await delay(POLL_MS)
  // The file goes just before the process, which may stay as a zombie when this one is a container's first.
  const deadline = Date.now() + GONE_WITHIN_MS
  while ((await isPostmaster(there.pid, data)) && Date.now() < deadline) await delay(POLL_MS)
}

/** Whether something listens where the pid file says, also when its process cannot be seen from here (a container). */
function answers({ host, port }: PidFile): Promise<boolean> {
  const socket = connect(host.includes('/') ? { path: join(host, `.s.PGSQL.${port}`) } : { host, port })
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  }).finally(() => socket.destroy())
}
