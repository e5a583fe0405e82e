import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { startEmbedded } from '../embedded/index.ts'
import { connect, createRepository, migrate } from '../index.ts'
import { silentLogger as logger } from '../testing/silent-logger.ts'
import { newUser, upTo } from './fixture.ts'

/** What a start of the server does with the database. */
async function start(dataDir: string) {
  const server = await startEmbedded({ dataDir, logger })
  const applied = await migrate(server.settings)
  return { server, applied, db: connect(server.settings) }
}

test('conversation store: a start on an empty folder makes and migrates the database; after the next everything is there in order', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-restart-'))
  const first = await start(dataDir)
  expect(first.applied.length).toBeGreaterThan(0)
  const { userId, repo } = await newUser(first.db)
  const { id: conversationId } = await repo.conversations.main()
  for (const i of upTo(30)) await repo.messages.append({ conversationId, role: 'user', content: `m${i}` })
  await repo.tasks.create({ title: 'Milk' })
  const read = async ({ conversations, messages, tasks }: typeof repo) => ({
    conversations: await conversations.list({ limit: 5, archived: false, trashed: false }),
    messages: await messages.all({ conversationId }),
    tasks: await tasks.list({ limit: 5 }),
  })
  const before = await read(repo)
  expect(before.messages.map((message) => message.content)).toEqual(upTo(30).map((i) => `m${i}`))
  await first.db.close()
  await first.server.stop()

  const second = await start(dataDir)
  expect(second.applied).toEqual([])
  const after = createRepository(second.db, userId)
  expect(await read(after)).toEqual(before)
  expect((await after.messages.append({ conversationId, role: 'user', content: 'on' })).seq).toBe(31)
  await second.db.close()
  await second.server.stop()
  await rm(dataDir, { recursive: true, force: true })
})
