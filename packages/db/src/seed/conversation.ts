import { limits } from '@parley/contract'

import { previewOf } from '../repository/preview.ts'
import { DEFAULT_TITLE, type conversations } from '../schema/index.ts'
import type { NewRow } from './insert.ts'
import { messageId, writeMessage, type MessageRow, type Setting } from './message.ts'
import { createRandom, idAt, type Random } from './random.ts'
import { topics } from './topics/index.ts'
import { growTree, type Place } from './tree.ts'
import { wordsOn } from './words.ts'

type ConversationRow = NewRow<typeof conversations>

export interface SampleConversation {
  row: ConversationRow
  /** Its first answer, where a task may come from. */
  answerId: string | null
  /** Writes its messages in order of arrival, each when it is asked for. */
  messages(): Generator<MessageRow>
}

export interface ConversationPlan {
  userId: string
  /** What all chance in it comes from. */
  key: readonly (string | number)[]
  isMain: boolean
  /** Messages on average; a few have many times as many. */
  messages: number
  /** When the newest message may have been written at the latest. */
  until: Date
}

const DAY_MS = 24 * 60 * 60_000
const prompts = ['Answer in two sentences.', 'You are a patient teacher.', 'Reply with bullet points only.'] as const

/** Makes up one conversation. The same plan gives the same rows. */
export function sampleConversation(plan: ConversationPlan): SampleConversation {
  const random = createRandom(...plan.key)
  const topic = random.pick(topics)
  const words = wordsOn(topic, random.pick(topic.subjects))
  const places = growTree(random, countOf(random, plan.messages))
  const newest = places.at(-1)
  const answer = places.find((place) => place.role === 'assistant')
  const length = newest ? newest.at + newest.took : 0
  const updatedAt = plan.until.getTime() - Math.floor(random.longTail(60 * DAY_MS, 700 * DAY_MS))
  const startedAt = updatedAt - length
  const id = idAt(startedAt, random)
  const setting: Setting = { userId: plan.userId, conversationId: id, key: plan.key, startedAt, words }
  const later = () => new Date(random.between(updatedAt, plan.until.getTime()))
  const deletedAt = random.chance(0.05) && !plan.isMain ? later() : null
  return {
    row: {
      userId: plan.userId,
      id,
      title: newest ? words.title(random) : DEFAULT_TITLE,
      titleGiven: false,
      headId: newest ? messageId(setting, newest) : null,
      headParentId: newest?.parent ? messageId(setting, newest.parent) : null,
      headSegment: newest?.segment ?? 1,
      headDepth: newest?.depth ?? 0,
      writingId: null,
      messageCount: places.length,
      preview: previewAt(setting, places),
      contextLimit: random.chance(0.1) ? random.pick([5, 10, 50]) : limits.contextMessagesDefault,
      model: random.chance(0.2) ? 'demo:offline' : null,
      systemPrompt: random.chance(0.15) ? random.pick(prompts) : null,
      isMain: plan.isMain,
      pinnedAt: random.chance(0.05) ? later() : null,
      archivedAt: random.chance(0.1) && !plan.isMain ? later() : null,
      deletedAt,
      createdAt: new Date(startedAt),
      updatedAt: new Date(updatedAt),
    },
    answerId: answer ? messageId(setting, answer) : null,
    messages: function* () {
      for (const place of places) yield writeMessage(setting, place)
    },
  }
}

function countOf(random: Random, mean: number): number {
  if (mean === 0 || random.chance(0.01)) return 0
  return 1 + Math.floor(random.longTail(mean - 1, mean * 50))
}

/** An answer that never began leaves the preview as it was. */
function previewAt(setting: Setting, places: readonly Place[]): string {
  const previews = places
    .toReversed()
    .values()
    .map((place) => previewOf(writeMessage(setting, place).content))
  return previews.find((preview) => preview !== '') ?? ''
}
