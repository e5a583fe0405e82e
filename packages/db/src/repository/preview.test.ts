import { countChars, isStorable, limits } from '@parley/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { newUser } from '../requirements/fixture.ts'
import { createTestDatabase } from '../testing/index.ts'
import { anyText } from './messages/fixture.ts'

const db = await createTestDatabase()
const pages = { limit: 5, archived: false, trashed: false }

test('the preview in the list is the start of the message on one line, at most 200 characters, none of them halved', async () => {
  const long = fc.tuple(anyText, fc.integer({ min: 1, max: 400 })).map(([text, times]) => text.repeat(times))
  const property = fc.asyncProperty(fc.oneof(anyText, long).filter(isStorable), async (content) => {
    const { repo } = await newUser(db)
    const { id: conversationId } = await repo.conversations.create({})
    await repo.messages.append({ conversationId, role: 'assistant', content })
    const preview = (await repo.conversations.list(pages)).items[0]?.preview ?? ''
    expect(preview).toBe((await repo.conversations.get(conversationId)).preview)
    const line = content.replaceAll(/\s+/g, ' ').trim()
    expect(line.startsWith(preview)).toBe(true)
    expect(countChars(preview)).toBeLessThanOrEqual(limits.previewChars)
    expect(preview).not.toMatch(/[\n\r\v\f\u2028\u2029]/)
    expect(preview.isWellFormed()).toBe(true)
    if (content.length < limits.previewChars) expect(preview).toBe(line)
  })
  await fc.assert(property, { numRuns: 100 })
})
