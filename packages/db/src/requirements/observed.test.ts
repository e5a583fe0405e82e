import { beforeEach, expect, test, vi } from 'vitest'

import { watchSize, type Operation } from '../index.ts'
import { createTestDatabase } from '../testing/index.ts'
import { newUser } from './fixture.ts'

const lines: object[] = []
const operations: Operation[] = []
const note = (level: string) => (fields: object, message: string) => void lines.push({ level, message, ...fields })
const logger = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') }
const db = await createTestDatabase({ logger, onOperation: (operation) => operations.push(operation) })
const { userId, repo } = await newUser(db)

beforeEach(() => {
  lines.length = 0
  operations.length = 0
})

// Every operation and every fact of it: observe/operation.test.ts.
test('conversation store: an operation is logged at info with its facts, never the content, and its query at debug with its time', async () => {
  const { id: conversationId } = await repo.conversations.main()
  lines.length = 0
  await repo.messages.append({ conversationId, role: 'user', content: 'canary-4711' })
  await vi.waitFor(() => expect(lines).toHaveLength(2))
  const facts = { operation: 'messages.append', userId, conversationId, role: 'user', outcome: 'ok' }
  expect(lines).toContainEqual(expect.objectContaining({ level: 'info', ...facts, ms: expect.any(Number) }))
  const query = expect.stringContaining('insert into messages')
  expect(lines).toContainEqual(expect.objectContaining({ level: 'debug', query, ms: expect.any(Number) }))
  expect(JSON.stringify(lines)).not.toContain('canary')
})

test('conversation store: operations are counted, timed, and told apart by how they end, for the metrics', async () => {
  await repo.tasks.create({ title: 'Milk' })
  await expect(repo.tasks.create({ title: '' })).rejects.toThrow()
  expect(operations).toEqual([
    { name: 'tasks.create', outcome: 'ok', ms: expect.any(Number) },
    { name: 'tasks.create', outcome: 'BAD_REQUEST', ms: expect.any(Number) },
  ])
})

// When it warns again, and what a failed measurement does: observe/size.test.ts.
test('conversation store: the size of the database is watched, and warned of above a threshold', async () => {
  const onSize = vi.fn<(bytes: number) => void>()
  using _watch = watchSize(db, { warnAbove: 1, logger, onSize })
  await vi.waitFor(() => expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', warnAbove: 1 })))
  expect(onSize.mock.calls[0]?.[0]).toBeGreaterThan(1_000_000)
})
