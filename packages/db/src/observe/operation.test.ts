import { newId } from '@parley/contract'
import { beforeEach, describe, expect, test, vi } from 'vitest'

import type { Database } from '../connect.ts'
import { createRepository } from '../repository/index.ts'
import { createTestDatabase, createUser } from '../testing/index.ts'
import type { Operation } from './record.ts'

const CANARY = 'canary words of a person'
const level = () => vi.fn<(fields: object, message: string) => void>()
const logger = { debug: level(), info: level(), warn: level(), error: level() }
const onOperation = vi.fn<(operation: Operation) => void>()
const db = await createTestDatabase({ logger, onOperation })
const userId = (await createUser(db)).id
const repo = createRepository(db, userId)

beforeEach(() => void vi.clearAllMocks())

const told = (one: typeof logger.info) => one.mock.calls.filter(([, message]) => message.startsWith('operation'))
/** The one line and the one measure of an operation. */
function theOne(one: typeof logger.info): object {
  const lines = [logger.debug, logger.info, logger.warn, logger.error].flatMap(told)
  expect(lines).toEqual(told(one))
  expect(lines).toHaveLength(1)
  expect(onOperation).toHaveBeenCalledTimes(1)
  const fields = lines[0]?.[0] ?? {}
  expect(fields).toMatchObject({ ms: onOperation.mock.calls[0]?.[0].ms })
  return fields
}

describe('an operation is logged once with its facts and its time', () => {
  test('messages.append', async () => {
    const { id: conversationId } = await repo.conversations.create({ title: CANARY, systemPrompt: CANARY })
    vi.clearAllMocks()
    const { id } = await repo.messages.append({ conversationId, role: 'user', content: CANARY })
    const facts = { operation: 'messages.append', userId, conversationId, id, role: 'user' }
    expect(theOne(logger.info)).toEqual({ ...facts, ms: expect.any(Number), outcome: 'ok' })
    expect(onOperation).toHaveBeenCalledWith({ name: 'messages.append', outcome: 'ok', ms: expect.any(Number) })
  })

  test('a list, with its limit and how many rows came', async () => {
    await repo.conversations.create({})
    vi.clearAllMocks()
    const { items } = await repo.conversations.list({ limit: 7, archived: false, trashed: false })
    expect(theOne(logger.info)).toMatchObject({ operation: 'conversations.list', limit: 7, rows: items.length })
  })

  test('a turn, with the generation that it started', async () => {
    const [conversationId, messageId] = [newId(), newId()]
    const runner = { model: 'demo:offline', owner: newId() }
    const turn = await repo.turns.start({ conversationId, messageId, content: CANARY, title: CANARY, ...runner })
    const ids = { answerId: turn.assistantMessage.id, generationId: turn.generation?.id }
    expect(theOne(logger.info)).toMatchObject({ operation: 'turns.start', conversationId, messageId, ...ids })
  })

  test('a refusal, with its reason', async () => {
    const id = newId()
    await expect(repo.conversations.get(id)).rejects.toThrow()
    expect(theOne(logger.info)).toMatchObject({ operation: 'conversations.get', id, outcome: 'NOT_FOUND' })
  })

  test('a database that is away, as a warning', async () => {
    const cut = createRepository(broken({ code: '57P01' }), userId)
    await expect(cut.conversations.main()).rejects.toMatchObject({ reason: 'UNAVAILABLE' })
    expect(theOne(logger.warn)).toMatchObject({ outcome: 'UNAVAILABLE', problem: expect.any(String) })
  })

  test('a fault of ours, as an error with the code and without the text, which quotes rows', async () => {
    const faulty = createRepository(broken({ code: '42703' }), userId)
    await expect(faulty.conversations.main()).rejects.toThrow(CANARY)
    expect(theOne(logger.error)).toMatchObject({ outcome: 'INTERNAL', code: '42703' })
  })
})

test('what is read many times a second while an answer is written is logged at debug', async () => {
  const { id: conversationId } = await repo.conversations.create({})
  const { id: messageId } = await repo.messages.append({ conversationId, role: 'user', content: 'q' })
  vi.clearAllMocks()
  await repo.generations.state({ conversationId, messageId })
  expect(theOne(logger.debug)).toMatchObject({ operation: 'generations.state' })
  vi.clearAllMocks()
  await repo.changes.read({ since: null })
  expect(theOne(logger.debug)).toMatchObject({ operation: 'changes.read', outcome: 'ok' })
})

test('each method is logged under its own name, and nothing that a person wrote is', async () => {
  const refused: Database = {
    ...db,
    query: () => Promise.reject(new Error('no')),
    transaction: () => Promise.reject(new Error('no')),
  }
  const hostile = { id: CANARY, title: CANARY, content: CANARY, limit: 1, role: CANARY, conversationId: CANARY }
  for (const [group, methods] of Object.entries(createRepository(refused, userId))) {
    for (const [name, method] of Object.entries(methods)) {
      vi.clearAllMocks()
      const call: (input: never) => Promise<unknown> = method
      await Promise.resolve(Reflect.apply(call, null, [hostile])).catch(() => {})
      expect(onOperation.mock.calls.map(([operation]) => operation.name)).toEqual([`${group}.${name}`])
    }
  }
  const calls = Object.values(logger).flatMap((one) => one.mock.calls)
  expect(JSON.stringify(calls)).not.toContain('canary')
})

test('nothing is wrapped when nobody listens', async () => {
  await using plain = await createTestDatabase()
  expect(plain.recorder).toBeNull()
})

/** The same listeners over a database in which every statement fails. */
function broken({ code }: { code: string }): Database {
  const raised = `do $$ begin raise exception '${CANARY}' using errcode = '${code}'; end $$`
  return {
    ...db,
    query: () => db.query(raised),
    transaction: (work) => db.transaction(() => work({ query: () => db.query(raised) })),
  }
}
