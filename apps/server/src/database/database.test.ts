import { once } from 'node:events'
import { chmod, mkdtempDisposable, readdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it, vi } from 'vitest'

import { startCommand } from '../testing/command.ts'
import { signIn } from '../testing/guest.ts'
import { query } from '../testing/http.ts'
import { startProcess } from '../testing/process.ts'

const SIZE = ['--users=2', '--conversations=6', '--messages=4', '--tasks=3']

async function freshFolder() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'parley-server-database-'))
  // Started by root, Postgres runs as another user, who must be able to enter.
  await chmod(folder.path, 0o755)
  const dataDir = join(folder.path, 'data')
  const run = (...args: string[]) => startCommand({ DATA_DIR: dataDir }, ...args).ended
  return { dataDir, run, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

// Each command is a process that starts a Postgres and stops it.
describe('the database commands', { timeout: 90_000 }, () => {
  it('migrate, seed and roll back the embedded database, needing no secret and leaving no process', async () => {
    await using folder = await freshFolder()
    const { dataDir, run } = folder
    expect(await run('migrate')).toMatchObject({ code: 0, stdout: expect.stringContaining('0000_init') })
    const added = await run('seed', ...SIZE)
    expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('users 2, conversations 12, messages ') })
    const again = await run('seed', ...SIZE)
    expect(again.stdout).toMatch(/^Nothing new .* There already: 12 of 12 conversations\./)

    const asked = await run('rollback', '--steps', '100')
    expect(asked).toMatchObject({ code: 1, stdout: expect.stringContaining('table conversations with 12 rows') })
    expect(await run('migrate')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing to do/) })
    expect(await run('rollback', '--steps=100', '--yes')).toMatchObject({ code: 0 })
    expect((await run('seed', ...SIZE)).stdout).toBe(added.stdout)

    const files = [...(await readdir(dataDir)), ...(await readdir(join(dataDir, 'postgres')))]
    expect(files).not.toContain('auth-secret')
    expect(files).not.toContain('postmaster.pid')
  })

  it('beside a running Parley: samples reach the newest guest, and a rollback is refused', async () => {
    await using folder = await freshFolder()
    await using server = startProcess({ PATH: '', DATA_DIR: folder.dataDir, PORT: '0', LOG_LEVEL: 'warn' })
    const url = await server.ready
    const guest = await signIn(url)
    expect(await folder.run('seed', '--user=newest', ...SIZE.slice(1))).toMatchObject({ code: 0 })
    const { text } = await query(url, 'conversations.list', { limit: 200 }, guest.byToken)
    expect(text.match(/"messageCount":/g)?.length).toBeGreaterThan(2)
    const refused = await folder.run('rollback', '--yes')
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Parley is running on') })
    expect((await query(url, 'conversations.list', {}, guest.byToken)).status).toBe(200)
  })

  it('studio reads the tables through the socket until Ctrl-C', async () => {
    await using folder = await freshFolder()
    await folder.run('seed', ...SIZE)
    const port = await freePort()
    const studio = startCommand({ DATA_DIR: folder.dataDir }, 'studio', '--port', String(port))
    const data = { sql: 'select count(*)::int as count from conversations', params: [], method: 'all', mode: 'object' }
    const body = JSON.stringify({ type: 'proxy', data })
    const headers = { 'content-type': 'application/json' }
    await vi.waitFor(
      async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })
        expect(await answer.text()).toContain('"count":12')
      },
      { timeout: 25_000, interval: 100 },
    )
    studio.kill('SIGINT')
    expect(await studio.ended).toMatchObject({ code: 0 })
    expect(await readdir(join(folder.dataDir, 'postgres'))).not.toContain('postmaster.pid')
  })

  it('end with 1 when the database does not answer, and never tell its password', async () => {
    const port = await freePort()
    const env = { DATABASE_URL: `postgres://user:canary@127.0.0.1:${port}/parley` }
    const { code, stdout, stderr } = await startCommand(env, 'migrate').ended
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(`127.0.0.1:${port}`)
    expect(stderr).not.toContain('canary')
  })
})
