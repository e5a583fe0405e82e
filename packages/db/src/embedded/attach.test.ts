import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, expect, test, vi } from 'vitest'

import { connect } from '../connect.ts'
import { silentLogger as logger } from '../testing/silent-logger.ts'
import { findRunning } from './attach.ts'
import { openEmbedded, startEmbedded } from './index.ts'
import { readPidFile } from './pid-file.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'parley-embedded-'))
const data = join(dataDir, 'postgres')
afterAll(() => rm(dataDir, { recursive: true, force: true }))

test('on a folder where nothing runs it starts the server, and stops it', async () => {
  {
    await using opened = await openEmbedded({ dataDir, logger })
    expect(opened.shared).toBe(false)
    await using db = connect(opened.settings)
    expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
  }
  expect(await readPidFile(data)).toBeNull()
})

test('beside a running Parley it uses the same server, and leaves it running', async () => {
  await using running = await startEmbedded({ dataDir, logger })
  {
    await using opened = await openEmbedded({ dataDir, logger })
    expect(opened).toMatchObject({ shared: true, settings: { database: 'parley' } })
    await using db = connect(opened.settings)
    expect(await db.query('select current_database() as name')).toEqual([{ name: 'parley' }])
  }
  await using db = connect(running.settings)
  expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
})

test('a server that outlived its killed Parley is nobody’s, so it is taken over and stopped', async () => {
  const parent = spawn(process.execPath, [join(import.meta.dirname, 'parent.fixture.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(parent.stdout, 'data')
  const pid = (await readPidFile(data))?.pid
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  // The server may not have noticed yet that its owner is gone.
  await vi.waitFor(async () => expect(await findRunning(dataDir)).toBeNull(), { timeout: 10_000 })
  {
    await using opened = await openEmbedded({ dataDir, logger })
    expect([opened.shared, (await readPidFile(data))?.pid]).toEqual([false, pid])
  }
  expect(await readPidFile(data)).toBeNull()
})
