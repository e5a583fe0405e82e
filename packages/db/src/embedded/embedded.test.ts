import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, expect, test, vi } from 'vitest'

import { connect } from '../connect.ts'
import type { ConnectionSettings } from '../settings.ts'
import { startEmbedded } from './index.ts'
import { isPostmaster, readPidFile } from './pid-file.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'parley-embedded-'))
const data = join(dataDir, 'postgres')
afterAll(() => rm(dataDir, { recursive: true, force: true }))

const newLogger = () => ({
  debug() {},
  info: vi.fn<(fields: object, message: string) => void>(),
  warn() {},
  error: vi.fn<(fields: object, message: string) => void>(),
})
const start = (logger = newLogger()) => startEmbedded({ dataDir, logger })
const postmaster = async () => (await readPidFile(data))?.pid ?? 0

async function count(settings: ConnectionSettings): Promise<number> {
  await using db = connect(settings)
  const [row] = await db.query<{ count: number }>('select count(*)::int as count from kept')
  return row?.count ?? 0
}

async function keepOne(settings: ConnectionSettings): Promise<void> {
  await using db = connect(settings)
  await db.query('create table if not exists kept (id int)')
  await db.query('insert into kept values (1)')
}

/** Another Parley on the same folder, in a process group of its own. */
async function startParent() {
  const parent = spawn(process.execPath, [join(import.meta.dirname, 'parent.fixture.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  await once(parent.stdout, 'data')
  const kill = async () => {
    if (parent.exitCode !== null || parent.signalCode !== null) return
    parent.kill('SIGKILL')
    await once(parent, 'exit')
  }
  return { pid: parent.pid ?? 0, kill, [Symbol.asyncDispose]: kill }
}

test('what is stored is there after a restart, and stop leaves no process', async () => {
  const first = await start()
  await keepOne(first.settings)
  const pid = await postmaster()
  await first.stop()
  await first.stop()
  expect([await postmaster(), await isPostmaster(pid, data)]).toEqual([0, false])
  await using second = await start()
  expect(await count(second.settings)).toBe(1)
})

test('commits reach the disk, and only the socket in its closed folder is listened on', async () => {
  await using server = await start()
  await using db = connect(server.settings)
  const rows = await db.query<{ name: string; setting: string }>(`select name, setting from pg_settings
    where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses') order by name`)
  expect(rows.map((row) => row.setting)).toEqual(['on', 'on', '', 'on'])
  expect((await stat(data)).mode & 0o777).toBe(0o700)
})

test('a server that outlived its killed Parley is adopted with everything in it', async () => {
  await using parent = await startParent()
  const pid = await postmaster()
  await parent.kill()
  expect(await isPostmaster(pid, data)).toBe(true)
  await using server = await start()
  expect(await postmaster()).toBe(pid)
  expect(await count(server.settings)).toBe(1)
})

test('a folder that another Parley uses is refused, and that one is not disturbed', async () => {
  await using parent = await startParent()
  const pid = await postmaster()
  await expect(start()).rejects.toThrow(/Another Parley is running on .*parley-embedded-/)
  expect(await postmaster()).toBe(pid)
  await parent.kill()
  await using _ = await start()
})

test('Ctrl-C in the terminal does not reach the server', async () => {
  await using parent = await startParent()
  const pid = await postmaster()
  process.kill(-parent.pid, 'SIGINT')
  await expect(start()).rejects.toThrow('Another Parley')
  expect(await isPostmaster(pid, data)).toBe(true)
  await parent.kill()
  await using server = await start()
  expect([await postmaster(), await count(server.settings)]).toEqual([pid, 1])
})

test('a server that is killed in mid-life is reported, started again, and has lost nothing', async () => {
  const logger = newLogger()
  await using server = await start(logger)
  await keepOne(server.settings)
  const pid = await postmaster()
  process.kill(pid, 'SIGKILL')
  await vi.waitFor(async () => expect(await count(server.settings)).toBe(2), { timeout: 10_000 })
  expect(await postmaster()).not.toBe(pid)
  expect(logger.error).toHaveBeenCalledWith(expect.anything(), 'the database ended unexpectedly; starting it again')
  // Only once it holds the cluster again: before, the folder is free for whoever comes first.
  await vi.waitFor(() => expect(logger.info).toHaveBeenCalledWith({}, 'the database is back'), { timeout: 10_000 })
  await expect(start()).rejects.toThrow('Another Parley')
})

test('a pid file that names a process which is no Postgres does not stand in the way', async () => {
  await (await start()).stop()
  const lines = [process.pid, data, 1_700_000_000, 5432, data, '', '1 1', 'ready   ', '']
  await writeFile(join(data, 'postmaster.pid'), lines.join('\n'))
  await using server = await start()
  expect(await count(server.settings)).toBe(2)
  expect(await readFile(join(data, 'postmaster.pid'), 'utf8')).not.toMatch(new RegExp(`^${process.pid}\\n`))
})
