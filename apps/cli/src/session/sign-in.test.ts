import { mkdir, mkdtempDisposable, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createParley } from '@parley/client'
import { startTestServer } from '@parley/server/testing'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'

import { run } from '../testing/run.ts'

const server = await startTestServer()
afterAll(() => server[Symbol.asyncDispose]())
const hello = ['chat', 'count to 1']

async function freshConfig() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'parley-cli-'))
  const file = join(folder.path, 'parley/credentials.json')
  const tokens = async () =>
    z.object({ tokens: z.record(z.string(), z.string()) }).parse(JSON.parse(await readFile(file, 'utf8'))).tokens
  return {
    env: { PARLEY_URL: server.url, XDG_CONFIG_HOME: folder.path },
    file,
    tokens,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

test('the first command begins a guest session that only this user can read, and the next ones keep it', async () => {
  await using config = await freshConfig()
  await mkdir(join(config.file, '..'), { mode: 0o755 })
  expect(await run(hello, config)).toEqual({ stdout: '1', stderr: '', code: 0 })
  expect((await stat(config.file)).mode & 0o777).toBe(0o600)
  expect((await stat(join(config.file, '..'))).mode & 0o777).toBe(0o700)
  const tokens = await config.tokens()
  await run(hello, config)
  expect(await config.tokens()).toEqual(tokens)

  const parley = createParley({ url: server.url, token: tokens[server.url] ?? '' })
  expect((await parley.trpc.conversations.list.query({})).items).toHaveLength(2)
  parley.close()
})

test('a kept session that the server no longer knows is replaced, and the command says so', async () => {
  await using config = await freshConfig()
  const other = { 'http://other.example': 'kept' }
  await run(hello, config)
  await writeFile(config.file, JSON.stringify({ tokens: { ...other, [server.url]: 'forgotten' } }))
  const { stdout, stderr, code } = await run(hello, config)
  expect(stderr).toBe(`${server.url} no longer knows the kept session. You are a new guest there.\n`)
  expect({ stdout, code }).toEqual({ stdout: '1', code: 0 })
  expect(await config.tokens()).toEqual({ ...other, [server.url]: expect.stringMatching(/^.{40,}$/) })
})

test('a file that is damaged is told of and left as it is', async () => {
  await using config = await freshConfig()
  await mkdir(join(config.file, '..'))
  await writeFile(config.file, '{"tokens":')
  const { stderr, code } = await run(hello, config)
  expect(stderr).toBe(`${config.file} is damaged. Remove it to sign in again.\n`)
  expect(code).toBe(1)
  expect(await readFile(config.file, 'utf8')).toBe('{"tokens":')
})

test('PARLEY_TOKEN goes before what is kept, and is not replaced when the server does not know it', async () => {
  await using config = await freshConfig()
  const { stderr, code } = await run(hello, { env: { ...config.env, PARLEY_TOKEN: 'not one of ours' } })
  expect(stderr).toBe(`${server.url} does not know the session of PARLEY_TOKEN. Unset it to sign in as a guest.\n`)
  expect(code).toBe(1)
  await expect(stat(config.file)).rejects.toThrow('ENOENT')
})
