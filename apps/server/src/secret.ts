import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The secret that signs sessions when AUTH_SECRET is unset: made once, kept in the data folder, readable by this user
 * alone.
 */
export async function keptSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'auth-secret')
  await mkdir(dataDir, { recursive: true })
  try {
    await using file = await open(path, 'wx', 0o600)
    await file.writeFile(randomBytes(32).toString('base64url'))
    await file.sync()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return (await readFile(path, 'utf8')).trim()
}
