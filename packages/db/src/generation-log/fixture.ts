import { newId, type ContextReceipt, type GenerationEvent } from '@parley/contract'

import type { Database } from '../connect.ts'
import { createRepository } from '../repository/index.ts'
import { createUser } from '../testing/index.ts'
import { createGenerationLog } from './index.ts'

/** For tests: a process with its lease. */
export async function newProcess(db: Database) {
  const processId = newId()
  const log = createGenerationLog(db, processId)
  await log.register()
  return { processId, log }
}

/** For tests: a running generation of a user of its own. */
export async function newGeneration(db: Database, owner: string) {
  const userId = (await createUser(db)).id
  const repo = createRepository(db, userId)
  const ref = { conversationId: newId(), messageId: newId() }
  const turn = await repo.turns.start({ ...ref, content: 'q', model: 'demo:offline', owner, title: 'q' })
  const generationId = turn.generation?.id ?? ''
  const answer = { conversationId: ref.conversationId, messageId: turn.assistantMessage.id }
  return { repo, generationId, answer, key: { userId, generationId } }
}

/** For tests: one event of text. */
export const text = (seq: number, value = `${seq} `): { seq: number; event: GenerationEvent } => ({
  seq,
  event: { type: 'text-delta', text: value },
})

/** For tests: what a model was sent. */
export const receipt: ContextReceipt = {
  model: 'demo:offline',
  messageIds: [],
  dropped: { limit: 0, tokens: 0 },
  contextLimit: 20,
  tokens: 3,
  contextWindow: null,
  systemPrompt: false,
}

/** For tests: how a generation ends well. */
export const ended = { status: 'complete', usage: { inputTokens: 1, outputTokens: 2 }, error: null } as const
