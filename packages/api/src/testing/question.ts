import { newId, type MessageRef, type Send } from '@parley/contract'

import type { TestApi } from './api.ts'
import { endedAnswer } from './rows.ts'
import type { createScriptedModel } from './scripted-model.ts'

export interface Asked {
  userId: string
  caller: ReturnType<TestApi['callerFor']>
  conversationId: string
  questionId: string
  content: string
  /** The answer, for follow, stop and the like. */
  answer: MessageRef
}

/** Sends a question, in a new conversation of a new user unless told otherwise. */
export async function ask(api: TestApi, input: Partial<Send> & { userId?: string } = {}): Promise<Asked> {
  const { userId = await api.newUser(), conversationId = newId(), ...rest } = input
  const caller = api.callerFor(userId)
  const sent = await caller.chat.send({ conversationId, messageId: newId(), content: `Question ${newId()}`, ...rest })
  const answer = { conversationId, messageId: sent.assistantMessage.id }
  return { userId, caller, conversationId, questionId: sent.userMessage.id, content: sent.userMessage.content, answer }
}

/** A question with its complete answer. */
export async function exchange(
  api: TestApi,
  model: ReturnType<typeof createScriptedModel>,
  { reply = 'An answer', ...input }: Parameters<typeof ask>[1] & { reply?: string } = {},
): Promise<Asked> {
  const asked = await ask(api, input)
  const call = await model.call(asked.content)
  call.text(reply)
  call.finish()
  await endedAnswer(api.database, asked.answer.messageId)
  return asked
}
