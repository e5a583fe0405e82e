import { mkdir, mkdtempDisposable, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { createConfig } from './config.ts'
import { readEnv } from './env.ts'
import { keptSecret } from './secret.ts'

const folder = () => mkdtempDisposable(join(tmpdir(), 'parley-server-config-'))

describe('the secret', () => {
  it('is made once, kept, and readable by its owner alone', async () => {
    await using place = await folder()
    const dataDir = join(place.path, 'data')
    const { authSecret } = await createConfig(readEnv({ DATA_DIR: dataDir }))
    expect(authSecret).toMatch(/^[\w-]{43}$/)
    expect((await stat(join(dataDir, 'auth-secret'))).mode & 0o777).toBe(0o600)
    expect((await createConfig(readEnv({ DATA_DIR: dataDir }))).authSecret).toBe(authSecret)
    expect(await readdir(dataDir)).toEqual(['auth-secret'])
  })

  it('is one for all that start at the same moment', async () => {
    await using place = await folder()
    const secrets = await Promise.all(Array.from({ length: 20 }, () => keptSecret(place.path)))
    expect(new Set(secrets).size).toBe(1)
    expect(await readFile(join(place.path, 'auth-secret'), 'utf8')).toBe(secrets[0])
  })

  it.each(['', '  \n', 'short'])('is not used when its file holds only %j', async (content) => {
    await using place = await folder()
    await writeFile(join(place.path, 'auth-secret'), content)
    await expect(keptSecret(place.path)).rejects.toThrow(/auth-secret is too short/)
  })

  it('is another one in another folder', async () => {
    await using place = await folder()
    const folders = ['a', 'b'].map((name) => join(place.path, name))
    for (const one of folders) await mkdir(one)
    const [a, b] = await Promise.all(folders.map((one) => keptSecret(one)))
    expect(a).not.toBe(b)
  })

  it('must be given with DATABASE_URL, and nothing is written then', async () => {
    await using place = await folder()
    const env = { DATA_DIR: place.path, DATABASE_URL: 'postgres://user:canary@db/parley' }
    const refused = createConfig(readEnv(env))
    await expect(refused).rejects.toThrow(/^AUTH_SECRET is needed with DATABASE_URL/)
    await expect(refused).rejects.not.toThrow(/canary/)
    const given = await createConfig(readEnv({ ...env, AUTH_SECRET: 'x'.repeat(32) }))
    expect(given).toMatchObject({ authSecret: 'x'.repeat(32), database: env.DATABASE_URL })
    expect(await readdir(place.path)).toEqual([])
  })
})

describe('the models', () => {
  const models = async (env: Record<string, string>) => {
    const settings = { DATABASE_URL: 'postgres://db/parley', AUTH_SECRET: 'x'.repeat(32), ...env }
    return (await createConfig(readEnv(settings))).models
  }

  it('are the demo alone when nothing is set', async () => {
    expect(await models({})).toEqual({})
  })

  it('come from a key, or from an address alone', async () => {
    expect(await models({ OPENAI_API_KEY: 'k' })).toEqual({ openai: { apiKey: 'k' } })
    expect(await models({ OPENAI_BASE_URL: 'http://localhost:11434' })).toEqual({
      openai: { baseUrl: 'http://localhost:11434' },
    })
    expect(await models({ ANTHROPIC_API_KEY: 'k', DEFAULT_MODEL: 'anthropic:x' })).toEqual({
      anthropic: { apiKey: 'k' },
      defaultModel: 'anthropic:x',
    })
  })

  it('of Anthropic are not set up by an address without a key', async () => {
    expect(await models({ ANTHROPIC_BASE_URL: 'http://localhost:1' })).toEqual({})
  })
})
