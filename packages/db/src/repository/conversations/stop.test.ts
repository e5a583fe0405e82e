import { newId } from '@parley/contract'
import { describe, expect, test, vi } from 'vitest'

import { GENERATIONS_CHANNEL, parseNotice, type GenerationNotice } from '../../generation-log/notice.ts'
import { newUser } from '../../requirements/fixture.ts'
import { createTestDatabase } from '../../testing/index.ts'
import { openTransaction, untilOneWaits } from '../fixture.ts'
import type { Repository } from '../index.ts'

const db = await createTestDatabase()
const notices: string[] = []
await db.listen(
  GENERATIONS_CHANNEL,
  (payload) => void notices.push(payload),
  () => {},
)

/** Everything that was told on the channel by transactions that have ended, since the last look. */
async function told(): Promise<(GenerationNotice | null)[]> {
  const last = newId()
  await db.query('select pg_notify($1, $2)', [GENERATIONS_CHANNEL, last])
  await vi.waitFor(() => expect(notices).toContain(last))
  return notices
    .splice(0)
    .filter((payload) => payload !== last)
    .map(parseNotice)
}

/** A question whose answer is being written by a process of its own, and how its owner is told to stop it. */
async function ask(repo: Repository, userId: string, conversationId: string) {
  const process = newId()
  const messageId = newId()
  const question = { conversationId, messageId, content: 'q', title: 'q', parentId: null, model: 'm:1', owner: process }
  const { generation, assistantMessage } = await repo.turns.start(question)
  const generationId = generation?.id ?? ''
  const ref = { conversationId, messageId: assistantMessage.id }
  return { ref, generationId, notice: { type: 'stop', process, userId, generationId } }
}

async function stopRequested({ generationId }: { generationId: string }): Promise<Date | null | undefined> {
  const [row] = await db.query<{ at: Date | null }>('select stop_requested_at as at from generations where id = $1', [
    generationId,
  ])
  return row?.at
}

describe.each([
  ['the trash', false],
  ['erasing', true],
])('%s stops the answers that are being written', (_, permanently) => {
  test('all of the conversation and no other; their owners are told', async () => {
    const { userId, repo } = await newUser(db)
    const id = newId()
    const running = [await ask(repo, userId, id), await ask(repo, userId, id)]
    const ended = await ask(repo, userId, id)
    await db.query(`update generations set status = 'complete', ended_at = now() where id = $1`, [ended.generationId])
    const other = await ask(repo, userId, newId())
    await told()
    await repo.conversations.delete({ id, permanently })
    const all = await told()
    expect(all).toHaveLength(2)
    expect(all).toEqual(expect.arrayContaining(running.map((one) => one.notice)))
    expect(await stopRequested(other)).toBeNull()
    if (permanently) return
    for (const one of running) expect(await stopRequested(one)).toBeInstanceOf(Date)
    expect(await stopRequested(ended)).toBeNull()
  })

  test('also one that was just being started', async () => {
    const { userId, repo } = await newUser(db)
    const { id } = await repo.conversations.create({})
    const starting = await openTransaction(db, userId)
    const answer = await ask(starting.repo, userId, id)
    const deleting = repo.conversations.delete({ id, permanently })
    await untilOneWaits(db)
    await starting.commit()
    await deleting
    expect(await told()).toEqual([answer.notice])
    if (!permanently) expect(await stopRequested(answer)).toBeInstanceOf(Date)
  })

  test('nobody is told when nothing runs, or when there is nothing to delete', async () => {
    const { repo } = await newUser(db)
    const { id } = await repo.conversations.create({})
    const other = await newUser(db)
    const theirs = await ask(other.repo, other.userId, newId())
    await told()
    await repo.conversations.delete({ id, permanently })
    for (const refused of [id, newId(), theirs.ref.conversationId]) {
      const deleting = repo.conversations.delete({ id: refused, permanently })
      await expect(deleting).rejects.toMatchObject({ reason: 'NOT_FOUND' })
    }
    expect(await told()).toEqual([])
    expect(await stopRequested(theirs)).toBeNull()
  })
})

test('an answer that was asked to stop before keeps the time of the first request', async () => {
  const { userId, repo } = await newUser(db)
  const answer = await ask(repo, userId, newId())
  await repo.turns.requestStop(answer.ref)
  const first = await stopRequested(answer)
  expect(first).toBeInstanceOf(Date)
  await repo.conversations.delete({ id: answer.ref.conversationId, permanently: false })
  expect(await stopRequested(answer)).toEqual(first)
})
