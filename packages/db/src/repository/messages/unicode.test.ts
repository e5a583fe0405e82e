import { countChars, isStorable, limits, newId, roles, toStorable, type Role } from '@parley/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { createGenerationLog } from '../../generation-log/index.ts'
import { countsOf, newUser, rowsOf } from '../../requirements/fixture.ts'
import { createTestDatabase } from '../../testing/index.ts'
import type { Repository } from '../index.ts'
import { anyText, pieces } from './fixture.ts'

const db = await createTestDatabase()
const pages = { limit: 5, archived: false, trashed: false }

const isBlank = (text: string) => !/[^ \t\n\r\f\v]/.test(text)
const within = (max: number) => (text: string) => text !== '' && countChars(text) <= max
const anything = () => true

interface Field {
  /** Stores the text, and gives what every way of reading it says that it is. */
  write: (repo: Repository, text: string) => Promise<unknown[]>
  /** Whether a text that can be stored at all is within the field's own bounds. */
  allows: (text: string) => boolean
}

async function writeMessage(repo: Repository, role: Role, content: string): Promise<unknown[]> {
  const { id: conversationId } = await repo.conversations.main()
  const added = await repo.messages.append({ conversationId, role, content })
  const ref = { conversationId, messageId: added.id }
  const read = [
    await repo.messages.get(ref),
    ...(await repo.messages.list({ conversationId, limit: 5 })).items,
    ...(await repo.messages.all({ conversationId })),
    ...(await repo.messages.context({ conversationId, limit: 5 })),
    ...(await repo.messages.siblings(ref)),
    await repo.messages.append({ conversationId, id: added.id, role, content }),
  ]
  for (const message of read) expect(message).toMatchObject(added)
  return [added, ...read].map((message) => message.content)
}

const message = (role: Role): Field => ({
  write: (repo, text) => writeMessage(repo, role, text),
  allows: (text) => role === 'assistant' || !isBlank(text),
})
const turn = () => ({ conversationId: newId(), messageId: newId(), model: 'demo:offline', owner: newId() })

const fields: Record<string, Field> = {
  'a user message': message('user'),
  'an assistant message': message('assistant'),
  'a system message': message('system'),
  'a question': {
    async write(repo, content) {
      const { userMessage } = await repo.turns.start({ ...turn(), content, title: 't' })
      const { conversationId, id: messageId } = userMessage
      return [userMessage.content, (await repo.messages.get({ conversationId, messageId })).content]
    },
    allows: (text) => !isBlank(text),
  },
  'the title of a conversation': {
    async write(repo, title) {
      const { id } = await repo.conversations.create({ title })
      const renamed = await repo.conversations.update({ id, title })
      const { items } = await repo.conversations.list(pages)
      const listed = items.filter((item) => item.id === id)
      return [renamed, await repo.conversations.get(id), ...listed].map((one) => one.title)
    },
    allows: within(limits.titleChars),
  },
  'a system prompt': {
    async write(repo, systemPrompt) {
      const made = await repo.conversations.create({ systemPrompt })
      const updated = await repo.conversations.update({ id: made.id, systemPrompt })
      return [made, updated, await repo.conversations.get(made.id)].map((one) => one.systemPrompt)
    },
    allows: anything,
  },
  'the title of a task': {
    async write(repo, title) {
      const made = await repo.tasks.create({ title })
      const updated = await repo.tasks.update({ id: made.id, title })
      return [made, updated, ...(await repo.tasks.list({ limit: 5 })).items].map((one) => one.title)
    },
    allows: (text) => !isBlank(text) && within(limits.taskTitleChars)(text),
  },
  'the description of a task': {
    async write(repo, description) {
      const made = await repo.tasks.create({ title: 't', description })
      const updated = await repo.tasks.update({ id: made.id, description })
      return [made, updated, await repo.tasks.get(made.id)].map((one) => one.description)
    },
    allows: anything,
  },
}

describe.each(Object.entries(fields))('%s', (_, { write, allows }) => {
  test('is stored and read exactly as it was sent, or refused with a reason and not stored; never mangled', async () => {
    const property = fc.asyncProperty(anyText, async (text) => {
      const { userId, repo } = await newUser(db)
      await repo.conversations.main()
      if (isStorable(text) && allows(text)) {
        for (const read of await write(repo, text)) expect(read).toBe(text)
        return
      }
      const before = await rowsOf(db, userId)
      await expect(write(repo, text)).rejects.toMatchObject({ name: 'ParleyError', reason: 'BAD_REQUEST' })
      expect(await rowsOf(db, userId)).toEqual(before)
    })
    await fc.assert(property, { numRuns: 60, examples: pieces.map((piece): [string] => [`a${piece}`]) })
  })
})

describe('a message of a million characters', () => {
  const max = limits.messageCharsCeiling
  const longest: [name: string, text: string][] = [
    ['letters', 'x'.repeat(max)],
    ['emoji', '😀'.repeat(max)],
    ['combining marks', 'e\u0301'.repeat(max / 2)],
    ['words that are all different', Array.from({ length: max / 8 }, (_, i) => `${i}`.padStart(7, 'w')).join(' ')],
    ['right-to-left and controls', `\u202Eש\u2066\n`.repeat(max / 4)],
  ]

  test.each(roles)('from the %s is stored exactly, and with one that cannot be stored not at all', async (role) => {
    const { userId, repo } = await newUser(db)
    const { id: conversationId } = await repo.conversations.main()
    for (const [name, content] of longest) {
      const { id: messageId } = await repo.messages.append({ conversationId, role, content })
      expect((await repo.messages.get({ conversationId, messageId })).content === content, name).toBe(true)
    }
    const whole = 'x'.repeat(max - 1)
    const wrong = [`${whole}\0`, `${whole}\uD83D`, `\uDE00${whole}`, ...(role === 'assistant' ? [] : [`${whole}xx`])]
    for (const content of wrong) {
      const outcome = repo.messages.append({ conversationId, role, content }).then(
        () => ({ reason: 'none: it is stored' }),
        (error: unknown) => error,
      )
      expect(await outcome).toMatchObject({ reason: 'BAD_REQUEST' })
    }
    expect(await countsOf(db, userId)).toEqual({ conversations: 1, messages: longest.length })
  })
})

test('text that a generation streams is shown exactly as it was committed, with U+FFFD for what cannot be stored', async () => {
  const property = fc.asyncProperty(anyText, async (text) => {
    const { userId, repo } = await newUser(db)
    const owner = newId()
    const log = createGenerationLog(db, owner)
    await log.register()
    const started = await repo.turns.start({ ...turn(), owner, content: 'q', title: 't' })
    const { conversationId, id: messageId } = started.assistantMessage
    const generationId = started.generation?.id ?? ''
    await log.commit([{ userId, generationId, seq: 1, event: { type: 'text-delta', text } }])
    expect((await repo.messages.get({ conversationId, messageId })).content).toBe(toStorable(text))
  })
  await fc.assert(property, { numRuns: 60, examples: pieces.map((piece): [string] => [`a${piece}`]) })
})
