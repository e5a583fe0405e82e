import { newId } from '@parley/contract'
import type { Logger } from '@parley/db'
import { describe, expect, it, vi } from 'vitest'

import { startTestServer } from './testing.ts'
import { signIn } from './testing/guest.ts'
import { mutate, query, request } from './testing/http.ts'

const CANARY = 'canary words of a person'

/** What the server says at each level. */
function listening() {
  const level = () => vi.fn<(fields: object, message: string) => void>()
  const levels = { debug: level(), info: level(), warn: level(), error: level() }
  const logger: Logger = levels
  return { logger, ...levels }
}

const textOf = async (url: string) => (await request(`${url}/metrics`)).text
/** The value of a series. */
async function valueOf(url: string, series: string): Promise<number> {
  const line = (await textOf(url)).split('\n').find((one) => one.startsWith(`${series} `))
  return Number(line?.slice(series.length + 1) ?? Number.NaN)
}

describe('the metrics', () => {
  it('count and time the operations by name and outcome, and errors by reason', async () => {
    await using server = await startTestServer()
    const { url } = server
    const { byToken } = await signIn(url)
    const made = await mutate(url, 'conversations.create', { title: CANARY }, byToken)
    expect(made.status).toBe(200)
    for (const id of [newId(), newId()]) {
      expect(await query(url, 'conversations.get', { id }, byToken)).toMatchObject({ status: 404 })
    }
    const count = 'parley_operation_duration_seconds_count'
    expect(await valueOf(url, `${count}{operation="conversations.create",outcome="ok"}`)).toBe(1)
    expect(await valueOf(url, `${count}{operation="conversations.get",outcome="NOT_FOUND"}`)).toBe(2)
    expect(await valueOf(url, 'parley_operation_errors_total{reason="NOT_FOUND"}')).toBe(2)
    const text = await textOf(url)
    for (const le of ['0.00025', '0.01', '10', '+Inf']) {
      expect(text).toContain(
        `parley_operation_duration_seconds_bucket{le="${le}",operation="conversations.get",outcome="NOT_FOUND"}`,
      )
    }
    const sum = await valueOf(
      url,
      'parley_operation_duration_seconds_sum{operation="conversations.create",outcome="ok"}',
    )
    expect(sum).toBeGreaterThan(0)
    expect(sum).toBeLessThan(10)
    expect(text).not.toContain('canary')
  })

  it('tell the size of the database and the use of the pool', async () => {
    const { logger, warn } = listening()
    await using server = await startTestServer({ config: { databaseSizeWarning: 1_000 }, logger })
    const { url } = server
    await vi.waitFor(async () => expect(await valueOf(url, 'parley_database_size_bytes')).toBeGreaterThan(1_000_000))
    expect(await valueOf(url, 'parley_database_connections_in_use')).toBe(0)
    expect(await valueOf(url, 'parley_database_callers_waiting')).toBe(0)
    const sizes = warn.mock.calls.filter(([, message]) => message.includes('grown large'))
    expect(sizes).toEqual([[{ bytes: expect.any(Number), warnAbove: 1_000 }, expect.any(String)]])
  })
})

describe('with its pool exhausted, the server', () => {
  it('refuses with 503 and a time to come back, is not ready, says so in metrics and log, and recovers', async () => {
    const { logger, warn } = listening()
    await using server = await startTestServer({
      config: { pool: { poolSize: 1, poolOverflow: 0, poolWaitMs: 100 } },
      logger,
    })
    const { url, database } = server
    const { byCookie } = await signIn(url)
    const list = () => query(url, 'conversations.list', {}, byCookie)
    expect((await list()).status).toBe(200)
    const free = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const holding = database.transaction(async (tx) => {
      await tx.query('lock table conversations in access exclusive mode')
      locked.resolve()
      await free.promise
    })
    await locked.promise
    const slow = list()
    await vi.waitFor(async () => expect(await valueOf(url, 'parley_database_connections_in_use')).toBe(1))

    const refused = await list()
    expect(refused.status).toBe(503)
    expect(refused.text).toMatch(/too busy.*"retryAfter":1/)
    const started = performance.now()
    expect(await request(`${url}/readyz`)).toMatchObject({ status: 503, text: 'the database does not answer\n' })
    expect(performance.now() - started).toBeLessThan(4_000)
    expect(await valueOf(url, 'parley_operation_errors_total{reason="UNAVAILABLE"}')).toBe(1)
    const told = warn.mock.calls.filter(([, message]) => message === 'operation failed')
    expect(told).toMatchObject([[{ operation: 'conversations.list', outcome: 'UNAVAILABLE' }, 'operation failed']])

    free.resolve()
    await holding
    expect((await slow).status).toBe(200)
    expect((await list()).status).toBe(200)
    expect(await request(`${url}/readyz`)).toMatchObject({ status: 200 })
  })
})

describe('the log', () => {
  it('has one line for each operation of a send, and not a word of what was said', async () => {
    const { logger, info, ...others } = listening()
    await using server = await startTestServer({ logger })
    const { url } = server
    const { byToken } = await signIn(url)
    const [conversationId, messageId] = [newId(), newId()]
    const sent = await mutate(url, 'chat.send', { conversationId, messageId, content: CANARY }, byToken)
    expect(sent.status).toBe(200)
    await vi.waitFor(async () => {
      const { text } = await query(url, 'messages.list', { conversationId }, byToken)
      expect(text).toContain('"status":"complete"')
      expect(text).not.toContain('"status":"streaming"')
    })
    const operations = info.mock.calls.filter(([fields]) => 'operation' in fields).map(([fields]) => fields)
    const starts = operations.filter((one) => 'operation' in one && one.operation === 'turns.start')
    expect(starts).toMatchObject([{ conversationId, messageId, outcome: 'ok', generationId: expect.any(String) }])
    const ofSend = operations.filter((one) => 'operation' in one && one.operation !== 'messages.list')
    expect(ofSend.length).toBeLessThan(8)
    const calls = [info, others.debug, others.warn, others.error].flatMap((one) => one.mock.calls)
    expect(JSON.stringify(calls)).not.toContain(CANARY)
  })
})
