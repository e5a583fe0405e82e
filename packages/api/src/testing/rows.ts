import type { TestDatabase } from '@parley/db/testing'

import { until } from './until.ts'

/** Everything that is stored of a conversation, read on a connection of its own. */
export async function rowsOf({ drizzle }: TestDatabase, conversationId: string) {
  const conversation = await drizzle.query.conversations.findFirst({
    where: (row, { eq }) => eq(row.id, conversationId),
  })
  const messages = await drizzle.query.messages.findMany({
    where: (row, { eq }) => eq(row.conversationId, conversationId),
    orderBy: (row) => row.seq,
  })
  const generations = await drizzle.query.generations.findMany({
    where: (row, { eq }) => eq(row.conversationId, conversationId),
    orderBy: (row) => row.id,
  })
  const ids = generations.map((row) => row.id)
  const events = await drizzle.query.generationEvents.findMany({
    where: (row, { inArray }) => inArray(row.generationId, ids),
    orderBy: (row) => row.seq,
  })
  return { conversation, messages, generations, events }
}

/** What a message says on disk at this moment: its body and the events that are not folded yet. */
export async function storedText({ drizzle }: TestDatabase, messageId: string): Promise<string> {
  return drizzle.transaction(
    async (tx) => {
      const message = await tx.query.messages.findFirst({ where: (row, { eq }) => eq(row.id, messageId) })
      const running = await tx.query.generations.findFirst({
        where: (row, { and, eq }) => and(eq(row.messageId, messageId), eq(row.status, 'running')),
      })
      const events = await tx.query.generationEvents.findMany({
        where: (row, { eq }) => eq(row.generationId, running?.id ?? messageId),
        orderBy: (row) => row.seq,
      })
      const texts = events.map(({ event }) => (event.type === 'text-delta' ? event.text : ''))
      return (message?.content ?? '') + texts.join('')
    },
    { isolationLevel: 'repeatable read' },
  )
}

export async function messageRow({ drizzle }: TestDatabase, messageId: string) {
  const row = await drizzle.query.messages.findFirst({ where: (message, { eq }) => eq(message.id, messageId) })
  if (row === undefined) throw new Error(`There is no message ${messageId}.`)
  return row
}

/** The answer as it is stored as soon as nothing writes it any more. */
export const endedAnswer = (database: TestDatabase, messageId: string) =>
  until(async () => {
    const row = await messageRow(database, messageId)
    if (row.status === 'streaming') throw new Error('The answer is still being written.')
    return row
  })
