import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, expect, test } from 'vitest'

import { connect } from '../connect.ts'
import { silentLogger as logger } from '../testing/silent-logger.ts'
import { startCluster } from './cluster.ts'
import { startEmbedded } from './index.ts'

const base = await mkdtemp(join(tmpdir(), 'parley-places-'))
afterAll(() => rm(base, { recursive: true, force: true }))
const isRoot = process.getuid?.() === 0

test('of several that start at once on an empty folder exactly one gets it', async () => {
  const dataDir = join(base, 'shared')
  const started = await Promise.allSettled(Array.from({ length: 3 }, () => startEmbedded({ dataDir, logger })))
  const servers = started.filter((one) => one.status === 'fulfilled').map((one) => one.value)
  const refusals = started.filter((one) => one.status === 'rejected').map((one) => String(one.reason))
  expect(servers).toHaveLength(1)
  expect(refusals).toEqual(Array(2).fill(expect.stringContaining('Another Parley')))
  for (const server of servers) await server.stop()
  expect((await readdir(dataDir)).toSorted()).toEqual(['postgres', 'postgres.log'])
})

test('a folder too deep for a socket gets one elsewhere, which goes when the server stops', async () => {
  await chmod(base, 0o755)
  const dataDir = join(base, 'deep'.repeat(20), 'deeper'.repeat(10))
  const server = await startEmbedded({ dataDir, logger })
  expect(server.settings.host.length).toBeLessThan(80)
  await using db = connect(server.settings)
  await db.query('select 1')
  await server.stop()
  await expect(readdir(server.settings.host)).rejects.toThrow('ENOENT')
})

test.runIf(isRoot)('as root, a closed folder on the way to the data is passed', async () => {
  await chmod(base, 0o700)
  await using server = await startEmbedded({ dataDir: join(base, 'closed'), logger })
  await using db = connect(server.settings)
  expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
})

test('without unix sockets it listens on this machine alone and asks for the password', async () => {
  await chmod(base, 0o755)
  const dataDir = join(base, 'address')
  const first = await startCluster({ dataDir, logger }, 'address')
  const { password, ...open } = first.settings
  expect(open.host).toBe('127.0.0.1')
  await using stranger = connect({ ...open, password: 'guess' })
  await expect(stranger.query('select 1')).rejects.toThrow('password authentication failed')
  await first.stop()
  await using second = await startCluster({ dataDir, logger }, 'address')
  expect(second.settings.password).toBe(password)
  await using db = connect(second.settings)
  await db.query('select 1')
})
