import { newId } from '@parley/contract'
import { expect, test, vi } from 'vitest'

import { createTestDatabase } from '../testing/index.ts'
import { ended, newGeneration, newProcess, receipt, text } from './fixture.ts'
import { GENERATIONS_CHANNEL, parseNotice, type GenerationNotice } from './notice.ts'

const db = await createTestDatabase()
const notices: (GenerationNotice | null)[] = []
await db.listen(
  GENERATIONS_CHANNEL,
  (payload) => notices.push(parseNotice(payload)),
  () => {},
)
const noticed = (notice: object) =>
  vi.waitFor(() => expect(notices).toContainEqual(expect.objectContaining(notice)), { timeout: 5_000 })

const expire = (processId: string) => db.query('update processes set expired_at = now() where id = $1', [processId])
const WAITING = `
  select 1 from pg_stat_activity
  where wait_event_type = 'Lock' and datname = current_database() and query like '%insert into generation_events%'`

test('what is committed is what readers get: in the log, in the folded message, and announced', async () => {
  const { processId, log } = await newProcess(db)
  const { repo, answer, key } = await newGeneration(db, processId)
  const accepted = await log.commit([
    { ...key, ...text(1, 'Hello') },
    { ...key, ...text(2, ', world') },
  ])
  expect(accepted).toEqual(new Set([key.generationId]))
  await noticed({ type: 'committed', process: processId, generations: [key.generationId] })
  expect(await repo.messages.get(answer)).toMatchObject({ status: 'streaming', content: 'Hello, world' })
  const { items } = await repo.messages.list({ conversationId: answer.conversationId, limit: 5 })
  expect(items.map((item) => item.content)).toEqual(['q', 'Hello, world'])
  const state = await repo.generations.state({ ...answer, generationId: key.generationId, afterSeq: 1 })
  expect(state).toMatchObject({
    message: { content: '' },
    generation: { id: key.generationId },
    events: [text(2, ', world')],
  })
  const other = await repo.generations.state({ ...answer, generationId: newId(), afterSeq: 1 })
  expect(other.events.map((event) => event.seq)).toEqual([1, 2])
})

test('a batch that is sent again is stored once', async () => {
  const { processId, log } = await newProcess(db)
  const { repo, answer, key } = await newGeneration(db, processId)
  const batch = [
    { ...key, ...text(1) },
    { ...key, ...text(2) },
  ]
  await log.commit(batch)
  expect(await log.commit(batch)).toEqual(new Set([key.generationId]))
  expect((await repo.generations.state(answer)).events).toEqual([text(1), text(2)])
})

test('one batch holds generations of many users; an erased one does not fail the others', async () => {
  const { processId, log } = await newProcess(db)
  const [one, gone] = [await newGeneration(db, processId), await newGeneration(db, processId)]
  await gone.repo.conversations.delete({ id: gone.answer.conversationId, permanently: true })
  const accepted = await log.commit([
    { ...one.key, ...text(1) },
    { ...gone.key, ...text(1) },
  ])
  expect(accepted).toEqual(new Set([one.generationId]))
  expect(await log.finish({ ...gone.key, ...ended, body: { content: 'x', parts: null } })).toBe(false)
})

test('erasing conversations while events are committed fails nobody', async () => {
  const { processId, log } = await newProcess(db)
  const kept = await newGeneration(db, processId)
  for (let round = 1; round <= 15; round++) {
    const gone = await newGeneration(db, processId)
    const [accepted] = await Promise.all([
      log.commit([
        { ...kept.key, ...text(round) },
        { ...gone.key, ...text(1) },
      ]),
      gone.repo.conversations.delete({ id: gone.answer.conversationId, permanently: true }),
    ])
    expect(accepted).toContain(kept.generationId)
  }
  expect((await kept.repo.generations.state(kept.answer)).events).toHaveLength(15)
})

test('finish stores the message, removes the log, counts once, and is announced', async () => {
  const { processId, log } = await newProcess(db)
  const { repo, answer, key } = await newGeneration(db, processId)
  await log.commit([{ ...key, ...text(1) }])
  await log.saveReceipt({ ...key, receipt })
  const parts = [{ type: 'reasoning', text: 'hm' } as const, { type: 'text', text: 'The answer' } as const]
  const finish = { ...key, ...ended, body: { content: 'The answer', parts } }
  expect(await log.finish(finish)).toBe(true)
  await noticed({ type: 'ended', process: processId, generationId: key.generationId })
  const message = await repo.messages.get(answer)
  expect(message).toMatchObject({ status: 'complete', content: 'The answer', parts, usage: ended.usage, error: null })
  expect(await repo.conversations.get(answer.conversationId)).toMatchObject({ preview: 'The answer', messageCount: 2 })
  expect(await repo.generations.state(answer)).toEqual({ message, generation: null, events: [] })
  expect(await repo.generations.list(answer)).toMatchObject([{ status: 'complete', receipt, usage: ended.usage }])
  expect(await log.finish({ ...finish, body: { content: 'again', parts: null } })).toBe(false)
  expect(await log.commit([{ ...key, ...text(2) }])).toEqual(new Set())
  expect(await db.query('select 1 from generation_events where generation_id = $1', [key.generationId])).toEqual([])
})

test('the writes of an expired process change nothing', async () => {
  const { processId, log } = await newProcess(db)
  const { repo, answer, key } = await newGeneration(db, processId)
  await log.commit([{ ...key, ...text(1) }])
  await expire(processId)
  expect(await log.heartbeat([])).toEqual({ alive: false, stopRequested: [], lost: [] })
  expect(await log.commit([{ ...key, ...text(2) }])).toEqual(new Set())
  expect(await log.finish({ ...key, ...ended, body: { content: 'late', parts: null } })).toBe(false)
  const state = await repo.generations.state(answer)
  expect(state).toMatchObject({ message: { status: 'streaming', content: '' }, events: [text(1)] })
})

test('a commit that waits for the process to be expired finds itself fenced', async () => {
  const { processId, log } = await newProcess(db)
  const { repo, answer, key } = await newGeneration(db, processId)
  const [blocked, expired] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const expiring = db.transaction(async (tx) => {
    await tx.query('update processes set expired_at = now() where id = $1', [processId])
    expired.resolve()
    await blocked.promise
  })
  await expired.promise
  const commit = log.commit([{ ...key, ...text(1) }])
  await vi.waitFor(async () => expect(await db.query(WAITING)).toHaveLength(1))
  blocked.resolve()
  await expiring
  expect(await commit).toEqual(new Set())
  expect((await repo.generations.state(answer)).events).toEqual([])
})

test('a stop request is announced and stays readable by the heartbeat until the generation ends', async () => {
  const { processId, log } = await newProcess(db)
  const { repo, answer, key } = await newGeneration(db, processId)
  expect(await log.heartbeat([key.generationId])).toEqual({ alive: true, stopRequested: [], lost: [] })
  expect(await repo.turns.requestStop(answer)).toMatchObject({
    id: key.generationId,
    stopRequestedAt: expect.any(Date),
  })
  await noticed({ type: 'stop', process: processId, ...key })
  expect(await log.heartbeat([key.generationId])).toEqual({ alive: true, stopRequested: [key], lost: [] })
  await log.finish({ ...key, ...ended, status: 'stopped', body: { content: 'part', parts: null } })
  expect(await log.heartbeat([])).toEqual({ alive: true, stopRequested: [], lost: [] })
  expect(await repo.turns.requestStop(answer)).toBeNull()
})

test('a batch of more generations than a notification can name is told in several', async () => {
  const { processId, log } = await newProcess(db)
  const many = await Promise.all(Array.from({ length: 160 }, () => newGeneration(db, processId)))
  const accepted = await log.commit(many.map(({ key }) => ({ ...key, ...text(1) })))
  expect(accepted.size).toBe(160)
  const named = () =>
    notices.flatMap((notice) =>
      notice?.type === 'committed' && notice.process === processId ? [notice.generations] : [],
    )
  await expect.poll(() => named().flat().toSorted()).toEqual(many.map((one) => one.generationId).toSorted())
  expect(named()).toHaveLength(2)
})

test('a heartbeat tells what a process runs in vain: ended, erased, or taken over', async () => {
  const { processId, log } = await newProcess(db)
  const other = await newProcess(db)
  const [kept, done, gone, taken] = await Promise.all(Array.from({ length: 4 }, () => newGeneration(db, processId)))
  if (!kept || !done || !gone || !taken) throw new Error('Four were asked for.')
  await log.finish({ ...done.key, ...ended, body: { content: '', parts: null } })
  await gone.repo.conversations.delete({ id: gone.answer.conversationId, permanently: true })
  await db.query('update generations set owner = $2 where id = $1', [taken.generationId, other.processId])
  const running = [kept, done, gone, taken].map((one) => one.generationId)
  const { lost } = await log.heartbeat(running)
  expect(lost.toSorted()).toEqual([done, gone, taken].map((one) => one.generationId).toSorted())
  expect(await log.heartbeat([])).toMatchObject({ alive: true, lost: [] })
})

test('a reader gets what is stored after each of its positions, and of nobody else', async () => {
  const { processId, log } = await newProcess(db)
  const [one, two] = [await newGeneration(db, processId), await newGeneration(db, processId)]
  await log.commit([1, 2, 3].flatMap((seq) => [one, two].map(({ key }) => ({ ...key, ...text(seq) }))))
  const forged = { userId: one.key.userId, generationId: two.key.generationId, seq: 0 }
  expect(await log.read([{ ...one.key, seq: 1 }, forged])).toEqual(
    new Map([
      [one.generationId, [text(2), text(3)]],
      [two.generationId, []],
    ]),
  )
  await log.finish({ ...two.key, ...ended, body: { content: '', parts: null } })
  expect(await log.read([{ ...two.key, seq: 0 }])).toEqual(new Map([[two.generationId, []]]))
})

test('what Postgres refuses is replaced wherever it is, and fails nothing', async () => {
  const { processId, log } = await newProcess(db)
  const { repo, answer, key } = await newGeneration(db, processId)
  const bad = 'a\0b\uD800'
  const good = 'a\uFFFDb\uFFFD'
  expect(await log.commit([{ ...key, ...text(1, bad) }])).toEqual(new Set([key.generationId]))
  expect((await repo.generations.state(answer)).events).toEqual([text(1, good)])
  expect(await log.saveReceipt({ ...key, receipt: { ...receipt, model: bad } })).toBe(true)
  const parts = [{ type: 'reasoning', text: bad } as const, { type: 'text', text: bad } as const]
  const error = { message: bad, retryable: false }
  expect(await log.finish({ ...key, status: 'failed', usage: null, error, body: { content: bad, parts } })).toBe(true)
  expect(await repo.messages.get(answer)).toMatchObject({
    content: good,
    parts: [{ text: good }, { text: good }],
    error: { message: good },
  })
  expect(await repo.generations.list(answer)).toMatchObject([{ receipt: { model: good }, error: { message: good } }])
})

test('a notification of an unknown form is ignored', () => {
  for (const payload of ['', '{', '{"type":"later"}', 'null']) expect(parseNotice(payload)).toBeNull()
})
