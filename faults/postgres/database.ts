import { chmod, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { connect, type Database } from '@parley/db'
import { startEmbedded } from '@parley/db/embedded'

const silent = { debug() {}, info() {}, warn() {}, error() {}, isLevelEnabled: () => false }

const POLL_MS = 20

/** A Postgres of the harness's own, with its usual settings: what is committed is on disk. */
export interface OwnDatabase extends AsyncDisposable {
  /** Its socket, for the proxies. */
  readonly socket: string
  readonly user: string
  readonly name: string
  /** The harness's own way in, past every proxy. */
  readonly db: Database
  /** What `pg_ctl stop -m immediate` does: all connections end, nothing is written. It starts again at once. */
  crash(): Promise<void>
}

/** Starts it in `folder`, which is made. */
export async function startDatabase(folder: string): Promise<OwnDatabase> {
  await using stack = new AsyncDisposableStack()
  await mkdir(folder)
  // Run as root, Postgres belongs to another user, who has to reach its folder.
  await chmod(folder, 0o755)
  const embedded = await startEmbedded({ dataDir: folder, logger: silent })
  stack.defer(() => embedded.stop())
  const { host, port, user, database } = embedded.settings
  const db = stack.use(connect(embedded.settings))
  const owned = stack.move()
  return {
    socket: join(host, `.s.PGSQL.${port}`),
    user,
    name: database,
    db,
    crash: async () => {
      process.kill(await postmaster(join(folder, 'postgres/postmaster.pid')), 'SIGQUIT')
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** The process's id, once it takes connections: it may be just coming back. */
async function postmaster(file: string): Promise<number> {
  for (;;) {
    const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').map((line) => line.trim())
    if (lines.includes('ready')) return Number(lines[0])
    await delay(POLL_MS)
  }
}
