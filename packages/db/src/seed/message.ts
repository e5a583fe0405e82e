import { bodyOf, type Body, type MessageError, type Part } from '@parley/contract'

import type { messages } from '../schema/index.ts'
import type { NewRow } from './insert.ts'
import { createRandom, idAt, type Random } from './random.ts'
import type { Place } from './tree.ts'
import type { Words } from './words.ts'

export type MessageRow = NewRow<typeof messages>

/** A conversation that messages are written for. */
export interface Setting {
  userId: string
  conversationId: string
  /** What all chance in it comes from. */
  key: readonly (string | number)[]
  /** Unix time in milliseconds. */
  startedAt: number
  words: Words
}

const models = [
  'demo:offline',
  'openai:gpt-5',
  'openai:gpt-5',
  'openai:gpt-5-mini',
  'anthropic:claude-sonnet-4-5',
] as const

const errors: readonly [MessageError, MessageError] = [
  { message: 'The provider is overloaded.', retryable: true },
  { message: 'The provider refused the key.', retryable: false },
]

const system: Body = { content: 'Be brief, and say so when you are not sure.', parts: null }

/** The same id as often as it is asked for, so that no list of ids has to be kept. */
export function messageId(setting: Setting, place: Place): string {
  return idAt(setting.startedAt + place.at, createRandom(...setting.key, 'message', place.seq))
}

/** The message at a place, with its words. */
export function writeMessage(setting: Setting, place: Place): MessageRow {
  const random = createRandom(...setting.key, 'words', place.seq)
  const createdAt = setting.startedAt + place.at
  const body = bodyAt(setting, place, random)
  const isAnswer = place.role === 'assistant'
  return {
    userId: setting.userId,
    conversationId: setting.conversationId,
    id: messageId(setting, place),
    parentId: place.parent && messageId(setting, place.parent),
    seq: place.seq,
    segment: place.segment,
    depth: place.depth,
    role: place.role,
    status: place.status,
    ...body,
    model: isAnswer ? random.pick(models) : null,
    usage: isAnswer ? usageOf(body, random) : null,
    error: place.status === 'failed' ? random.pick(errors) : null,
    createdAt: new Date(createdAt),
    updatedAt: new Date(createdAt + place.took),
  }
}

function bodyAt({ words }: Setting, { role, status, parent }: Place, random: Random): Body {
  if (role === 'system') return system
  if (role === 'user') return { content: words.question(random, parent === null), parts: null }
  const text = words.answer(random)
  if (status !== 'complete') return { content: text.slice(0, breakOf(text, random, status === 'failed')), parts: null }
  const reasoning: Part[] = random.chance(0.1) ? [{ type: 'reasoning', text: words.reasoning(random) }] : []
  return bodyOf([...reasoning, { type: 'text', text }])
}

/** Where an answer broke off, between two words; one that failed often never began. */
function breakOf(text: string, random: Random, failed: boolean): number {
  const place = failed && random.chance(0.6) ? 0 : random.between(0, text.length)
  return Math.max(0, text.lastIndexOf(' ', place))
}

const usageOf = ({ content }: Body, random: Random) => ({
  inputTokens: random.between(20, 4_000),
  outputTokens: Math.ceil(content.length / 4),
})
