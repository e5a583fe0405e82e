import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import { CommandError } from '../failure.ts'

const fileSchema = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue('not JSON')
      return z.NEVER
    }
  })
  .pipe(z.object({ tokens: z.record(z.string(), z.string()) }))

/** Tokens by server origin, in a file that only this user can read. */
export function createCredentials(configDir: string) {
  const path = join(configDir, 'credentials.json')

  async function read(): Promise<Record<string, string>> {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{"tokens":{}}'
      throw new CommandError(`The kept session cannot be read: ${messageOf(error)}`)
    })
    const result = fileSchema.safeParse(text)
    if (!result.success) throw new CommandError(`${path} is damaged. Remove it to sign in again.`)
    return result.data.tokens
  }

  async function write(tokens: Record<string, string>): Promise<void> {
    const draft = `${path}.${process.pid}`
    await mkdir(configDir, { recursive: true, mode: 0o700 })
    await chmod(configDir, 0o700)
    await writeFile(draft, `${JSON.stringify({ tokens }, null, 2)}\n`, { mode: 0o600 })
    await rename(draft, path)
  }

  return {
    path,
    token: async (url: string): Promise<string | null> => (await read())[new URL(url).origin] ?? null,
    save: async (url: string, token: string): Promise<void> => {
      const tokens = { ...(await read()), [new URL(url).origin]: token }
      await write(tokens).catch((error: unknown) => {
        throw new CommandError(`The session cannot be kept: ${messageOf(error)}`)
      })
    },
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
