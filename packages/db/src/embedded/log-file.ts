import { open, rename, stat } from 'node:fs/promises'

const MAX_BYTES = 10 * 1024 * 1024

/** Opens the server's log to append; one that has grown too big makes room and is kept as `.old`. */
export async function openLog(file: string) {
  const { size } = await stat(file).catch(() => ({ size: 0 }))
  if (size > MAX_BYTES) await rename(file, `${file}.old`)
  return open(file, 'a', 0o600)
}

/** The last lines of the server's log, for an error message. */
export async function tailOf(file: string): Promise<string> {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2000), 0, 2000, Math.max(0, size - 2000))
    return buffer.toString('utf8', 0, bytesRead).split('\n').slice(-8).join('\n').trim()
  } finally {
    await handle.close()
  }
}
