import { newId } from '@parley/contract'
import { expect, test } from 'vitest'

import { createTestDatabase } from '../testing/index.ts'
import { ended, newGeneration, newProcess, text } from './fixture.ts'

const lease = { leaseSeconds: 60, running: [] }

test('of many claimers exactly one gets each generation of a dead process, with everything it committed', async () => {
  await using db = await createTestDatabase()
  const dead = await newProcess(db)
  const left = await Promise.all(Array.from({ length: 5 }, () => newGeneration(db, dead.processId)))
  for (const { key } of left)
    await dead.log.commit([
      { ...key, ...text(1) },
      { ...key, ...text(2) },
    ])
  await db.query(`update processes set heartbeat_at = now() - interval '1 hour' where id = $1`, [dead.processId])
  const claimers = await Promise.all(Array.from({ length: 6 }, () => newProcess(db)))
  const claims = await Promise.all(claimers.map(({ log }) => log.claimDead(lease)))
  expect(claims.filter(({ expired }) => expired === 1)).toHaveLength(1)
  const claimed = claims.flatMap((claim) => claim.claimed)
  expect(claimed.map((one) => one.generation.id).toSorted()).toEqual(left.map((one) => one.generationId).toSorted())
  for (const one of claimed) expect(one).toMatchObject({ events: [text(1), text(2)], message: { status: 'streaming' } })
  const [winner] = claimers.filter((_, i) => (claims[i]?.claimed.length ?? 0) > 0)
  const [first] = claimed
  const finish = {
    userId: first?.userId ?? '',
    generationId: first?.generation.id ?? '',
    ...ended,
    body: { content: '1 2 ', parts: null },
  }
  expect(await dead.log.finish(finish)).toBe(false)
  expect(await winner?.log.finish({ ...finish, status: 'interrupted' })).toBe(true)
})

test('a generation of a process that is not registered, or left, is claimed; one of a living process is not', async () => {
  await using db = await createTestDatabase()
  const [me, alive, left] = [await newProcess(db), await newProcess(db), await newProcess(db)]
  const living = await newGeneration(db, alive.processId)
  const orphans = [await newGeneration(db, newId()), await newGeneration(db, left.processId)]
  await left.log.deregister()
  const { claimed } = await me.log.claimDead(lease)
  expect(claimed.map((one) => one.generation.id).toSorted()).toEqual(orphans.map((one) => one.generationId).toSorted())
  expect(claimed.map((one) => one.generation.id)).not.toContain(living.generationId)
  expect((await me.log.claimDead(lease)).claimed).toEqual([])
})

test('what a process owns but does not run is given back to it once it is older than the lease', async () => {
  await using db = await createTestDatabase()
  const { processId, log } = await newProcess(db)
  const [runs, forgotten] = [await newGeneration(db, processId), await newGeneration(db, processId)]
  const claim = { leaseSeconds: 60, running: [runs.generationId] }
  expect((await log.claimDead(claim)).claimed).toEqual([])
  await db.query(`update generations set created_at = now() - interval '1 hour' where owner = $1`, [processId])
  const { claimed } = await log.claimDead(claim)
  expect(claimed.map((one) => one.generation.id)).toEqual([forgotten.generationId])
})

test('a process that lost its own lease claims nothing', async () => {
  await using db = await createTestDatabase()
  const me = await newProcess(db)
  const orphan = await newGeneration(db, newId())
  await db.query('update processes set expired_at = now() where id = $1', [me.processId])
  expect((await me.log.claimDead(lease)).claimed).toEqual([])
  const { claimed } = await (await newProcess(db)).log.claimDead(lease)
  expect(claimed.map((one) => one.generation.id)).toContain(orphan.generationId)
})
