import { newId } from '@parley/contract'
import { describe, expect, test } from 'vitest'

import { newUser } from '../../requirements/fixture.ts'
import { createTestDatabase } from '../../testing/index.ts'
import type { Repository } from '../index.ts'

const db = await createTestDatabase()
const send = (repo: Repository, conversationId: string, title: string) =>
  repo.turns.start({ conversationId, messageId: newId(), content: 'q', title, model: 'demo:offline', owner: newId() })

describe('a title of our making', () => {
  test('is given to a conversation that has none, again and again, and changes nothing else', async () => {
    const { repo } = await newUser(db)
    const id = newId()
    await send(repo, id, 'First words')
    await db.query(`update conversations set updated_at = '2026-01-01' where id = $1`, [id])
    const before = await repo.conversations.get(id)
    expect(before).toMatchObject({ title: 'First words', titleGiven: false })
    for (const title of ['Better', 'Best']) {
      expect(await repo.conversations.name({ id, title })).toBe(true)
      expect(await repo.conversations.get(id)).toEqual({ ...before, title })
    }
  })

  test('says when it changed nothing: the same words, a conversation in the trash, one that is gone', async () => {
    const { repo } = await newUser(db)
    const { id } = await repo.conversations.create({})
    expect(await repo.conversations.name({ id, title: 'Made' })).toBe(true)
    const since = (await repo.changes.read({ since: null })).position
    expect(await repo.conversations.name({ id, title: 'Made' })).toBe(false)
    expect(await repo.changes.read({ since })).toMatchObject({ changes: [] })
    await repo.conversations.delete({ id, permanently: false })
    expect(await repo.conversations.name({ id, title: 'Other' })).toBe(false)
    expect(await repo.conversations.restore(id)).toMatchObject({ title: 'Made' })
    await repo.conversations.delete({ id, permanently: true })
    expect(await repo.conversations.name({ id, title: 'Other' })).toBe(false)
    expect(await repo.conversations.name({ id: newId(), title: 'Other' })).toBe(false)
  })

  const given: Record<string, (repo: Repository) => Promise<string>> = {
    'when it was made': async (repo) => (await repo.conversations.create({ title: 'Mine' })).id,
    'when it was made, in the words of one that nobody named': async (repo) =>
      (await repo.conversations.create({ title: 'New chat' })).id,
    'by a change': async (repo) => {
      const { id } = await repo.conversations.create({})
      await repo.conversations.update({ id, title: 'Mine' })
      return id
    },
    'by a change to the words that we had made': async (repo) => {
      const { id } = await repo.conversations.create({})
      await repo.conversations.name({ id, title: 'Made' })
      await repo.conversations.update({ id, title: 'Made' })
      return id
    },
    'before another change': async (repo) => {
      const { id } = await repo.conversations.create({ title: 'Mine' })
      await repo.conversations.update({ id, pinned: true })
      return id
    },
  }
  test.each(Object.entries(given))('never replaces one that the user gave it %s', async (_, make) => {
    const { repo } = await newUser(db)
    const id = await make(repo)
    const before = await repo.conversations.get(id)
    expect(before.titleGiven).toBe(true)
    expect(await repo.conversations.name({ id, title: 'Ours' })).toBe(false)
    expect(await repo.conversations.get(id)).toEqual(before)
    await send(repo, id, 'First words')
    expect(await repo.conversations.get(id)).toMatchObject({ title: before.title, titleGiven: true })
  })

  test('is not taken for one that the user gave by any other change', async () => {
    const { repo } = await newUser(db)
    const { id } = await repo.conversations.create({})
    const change = { id, pinned: true, archived: true, contextLimit: 5, model: 'demo:offline', systemPrompt: 'x' }
    expect(await repo.conversations.update(change)).toMatchObject({ titleGiven: false })
    expect(await repo.conversations.name({ id, title: 'Ours' })).toBe(true)
  })
})
