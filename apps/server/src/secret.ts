import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

const SECRET_BYTES = 32

/**
 * The secret that signs sessions when AUTH_SECRET is unset: made once, kept in the data folder, readable by this user
 * alone.
 */
export async function keptSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'auth-secret')
  await mkdir(dataDir, { recursive: true })
  const draft = `${path}.${randomUUID()}`
  try {
    await using file = await open(draft, 'wx', 0o600)
    await file.writeFile(randomBytes(SECRET_BYTES).toString('base64url'))
    await file.sync()
    // The name appears with its content or not at all, also after a crash, and the first of two starts wins.
    await link(draft, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await rm(draft, { force: true })
  }
  const secret = (await readFile(path, 'utf8')).trim()
  if (secret.length >= SECRET_BYTES) return secret
  throw new Error(`The secret in ${path} is too short. Remove the file: everybody will have to sign in again.`)
}
