import { createHash, randomBytes } from 'node:crypto'
import { chown, lstat, mkdir, open, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Identity } from './identity.ts'

/** Where the server listens: a folder for its unix socket, or an address with a password. */
export interface Place {
  host: string
  port: number
  password?: string
}

/** The most that fits a socket's address everywhere (104 bytes on macOS), the socket's own name included. */
const SOCKET_PATH_BYTES = 100
const PORT = 5432

/** The socket lies in the data folder, which only its user may enter; or in such a folder of the temporary directory. */
export async function socketPlace(data: string, { user }: Identity): Promise<Place> {
  if (Buffer.byteLength(join(data, `.s.PGSQL.${PORT}`)) <= SOCKET_PATH_BYTES) return { host: data, port: PORT }
  const host = join(tmpdir(), `parley-${createHash('sha256').update(data).digest('hex').slice(0, 16)}`)
  const made = await mkdir(host, { mode: 0o700, recursive: true })
  if (made && user) await chown(host, user.uid, user.gid)
  const status = await lstat(host)
  const uid = user?.uid ?? process.getuid?.()
  if (!status.isDirectory() || status.uid !== uid || (status.mode & 0o077) !== 0) {
    throw new Error(`The folder ${host} for the database's socket belongs to somebody else. Remove it.`)
  }
  return { host, port: PORT }
}

/** For systems without unix sockets: a free port of this machine, and a random password that is kept in `file`. */
export async function addressPlace(file: string, { user }: Identity): Promise<Place> {
  // The flag `a` makes the file when it is missing; a password that is there stays.
  const handle = await open(file, 'a', 0o600)
  try {
    if ((await handle.stat()).size === 0) await handle.write(randomBytes(24).toString('base64url'))
    if (user) await handle.chown(user.uid, user.gid)
  } finally {
    await handle.close()
  }
  return { host: '127.0.0.1', port: await freePort(), password: await readFile(file, 'utf8') }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}
