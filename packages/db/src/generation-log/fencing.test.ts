import { newId } from '@parley/contract'
import { describe, expect, test } from 'vitest'

import { createTestDatabase } from '../testing/index.ts'
import { ended, newGeneration, newProcess, receipt, text } from './fixture.ts'

const db = await createTestDatabase()
const lease = { leaseSeconds: 60, running: [] }
const age = (processId: string) =>
  db.query(`update processes set heartbeat_at = now() - interval '1 hour' where id = $1`, [processId])

/** A process is paused past its lease; another one takes over its generation; then it wakes. */
async function pausedAndWoken() {
  const [paused, other] = [await newProcess(db), await newProcess(db)]
  const left = await newGeneration(db, paused.processId)
  await paused.log.commit([{ ...left.key, ...text(1, 'Before ') }])
  await age(paused.processId)
  const { claimed } = await other.log.claimDead(lease)
  expect(claimed.map(({ generation }) => generation.id)).toContain(left.generationId)
  return { paused: paused.log, other: other.log, left }
}

const stored = async ({ repo, answer }: Awaited<ReturnType<typeof newGeneration>>) => ({
  state: await repo.generations.state(answer),
  generations: await repo.generations.list(answer),
})
const late = { ...ended, body: { content: 'Before and after', parts: null } }

type Case = Awaited<ReturnType<typeof pausedAndWoken>>

describe('a process that was paused past its lease and wakes', () => {
  test.each<[string, (woken: Case) => Promise<boolean>]>([
    ['commit', async ({ paused, left }) => (await paused.commit([{ ...left.key, ...text(2, 'after') }])).size > 0],
    ['finish', ({ paused, left }) => paused.finish({ ...left.key, ...late })],
    ['keep a receipt', ({ paused, left }) => paused.saveReceipt({ ...left.key, receipt })],
    ['renew its lease', async ({ paused }) => (await paused.heartbeat([])).alive],
  ])('cannot %s, neither before the new owner has ended the answer nor after', async (_, write) => {
    const woken = await pausedAndWoken()
    const { other, left } = woken
    const before = await stored(left)
    expect(await write(woken)).toBe(false)
    expect(await stored(left)).toEqual(before)
    await other.finish({ ...left.key, ...late, status: 'interrupted', body: { content: 'Before ', parts: null } })
    const after = await stored(left)
    expect(after.state).toMatchObject({ message: { status: 'interrupted', content: 'Before ' }, events: [] })
    expect(await write(woken)).toBe(false)
    expect(await stored(left)).toEqual(after)
  })

  test('cannot claim anything', async () => {
    const { paused } = await pausedAndWoken()
    const orphan = await newGeneration(db, newId())
    expect((await paused.claimDead(lease)).claimed).toEqual([])
    const { claimed } = await (await newProcess(db)).log.claimDead(lease)
    expect(claimed.map(({ generation }) => generation.id)).toContain(orphan.generationId)
  })

  test('leaves everything to the new owner, who can write all of it', async () => {
    const { other, left } = await pausedAndWoken()
    expect(await other.commit([{ ...left.key, ...text(2, 'by another') }])).toEqual(new Set([left.generationId]))
    expect(await other.saveReceipt({ ...left.key, receipt })).toBe(true)
    expect(await other.finish({ ...left.key, ...late, status: 'interrupted' })).toBe(true)
  })
})

test('a process that lives cannot write what another one runs', async () => {
  const [stranger, owner] = [await newProcess(db), await newProcess(db)]
  const theirs = await newGeneration(db, owner.processId)
  const before = await stored(theirs)
  expect(await stranger.log.commit([{ ...theirs.key, ...text(1) }])).toEqual(new Set())
  expect(await stranger.log.finish({ ...theirs.key, ...late })).toBe(false)
  expect(await stranger.log.saveReceipt({ ...theirs.key, receipt })).toBe(false)
  expect(await stored(theirs)).toEqual(before)
})

test('a receipt is refused by the lease alone, although nobody has claimed the generation yet', async () => {
  const { processId, log } = await newProcess(db)
  const { key } = await newGeneration(db, processId)
  await db.query('update processes set expired_at = now() where id = $1', [processId])
  expect(await log.saveReceipt({ ...key, receipt })).toBe(false)
})

test('a commit renews the lease, so a process that writes is never taken for dead', async () => {
  const [busy, other] = [await newProcess(db), await newProcess(db)]
  const { key, generationId } = await newGeneration(db, busy.processId)
  for (const event of [text(1), text(2)]) {
    await age(busy.processId)
    await busy.log.commit([{ ...key, ...event }])
    const { claimed } = await other.log.claimDead(lease)
    expect(claimed.map(({ generation }) => generation.id)).not.toContain(generationId)
  }
})
