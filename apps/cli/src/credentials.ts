import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

const fileSchema = z.object({ tokens: z.record(z.string(), z.string()) })

/** Tokens by server origin, in a file that only this user can read. */
export function createCredentials(configDir: string) {
  const path = join(configDir, 'credentials.json')

  async function read(): Promise<Record<string, string>> {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{"tokens":{}}'
      throw error
    })
    const result = fileSchema.safeParse(JSON.parse(text))
    if (!result.success) throw new Error(`${path} cannot be read. Remove it to sign in again.`)
    return result.data.tokens
  }

  return {
    token: async (url: string): Promise<string | null> => (await read())[new URL(url).origin] ?? null,
    save: async (url: string, token: string): Promise<void> => {
      const tokens = { ...(await read()), [new URL(url).origin]: token }
      await mkdir(configDir, { recursive: true, mode: 0o700 })
      await writeFile(`${path}.new`, `${JSON.stringify({ tokens }, null, 2)}\n`, { mode: 0o600 })
      await chmod(`${path}.new`, 0o600)
      await rename(`${path}.new`, path)
    },
  }
}
