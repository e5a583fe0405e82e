import type { Part } from '@parley/contract'
import { expectTypeOf, test } from 'vitest'

import {
  createParley,
  type AnswerEvent,
  type ChangesEvent,
  type Conversation,
  type ConversationSummary,
  type Message,
  type RouterInputs,
} from './index.ts'

const { trpc, send, changes } = createParley({ url: 'http://127.0.0.1:3000' })

test('a column reaches the client with its type', () => {
  expectTypeOf(trpc.conversations.get.query).returns.resolves.toEqualTypeOf<Conversation>()
  expectTypeOf<Conversation['title']>().toEqualTypeOf<string>()
  expectTypeOf<Conversation['updatedAt']>().toEqualTypeOf<Date>()
  expectTypeOf<Conversation['pinnedAt']>().toEqualTypeOf<Date | null>()
  expectTypeOf<Message['role']>().toEqualTypeOf<'system' | 'user' | 'assistant'>()
  expectTypeOf<Message['parts']>().toEqualTypeOf<Part[] | null>()
})

test('nothing is any', () => {
  expectTypeOf<Message>().not.toBeAny()
  expectTypeOf<Message[keyof Message]>().not.toBeAny()
  expectTypeOf<Conversation[keyof Conversation]>().not.toBeAny()
  expectTypeOf<RouterInputs['chat'][keyof RouterInputs['chat']]>().not.toBeAny()
  expectTypeOf<AnswerEvent>().not.toBeAny()
})

test('input is checked by its schema', () => {
  expectTypeOf(trpc.chat.send.mutate).parameter(0).toExtend<{ conversationId: string; content: string }>()
  // @ts-expect-error -- the content is missing
  void trpc.chat.send.mutate({ conversationId: '', messageId: '' })
  // @ts-expect-error -- no such procedure
  void trpc.chat.sent
})

test('an answer ends with a message', () => {
  expectTypeOf(send).returns.toEqualTypeOf<AsyncGenerator<AnswerEvent>>()
  expectTypeOf<Extract<AnswerEvent, { type: 'finish' }>['message']['content']>().toEqualTypeOf<string>()
  expectTypeOf<Extract<AnswerEvent, { type: 'sent' }>['userMessage']['seq']>().toEqualTypeOf<number>()
})

test('a change carries the rows of the server', () => {
  type Change = Extract<ChangesEvent, { type: 'changes' }>['changes'][number]
  expectTypeOf(changes).returns.toEqualTypeOf<AsyncGenerator<{ id: string; data: ChangesEvent }>>()
  expectTypeOf<Extract<Change, { type: 'conversation' }>['conversation']>().toEqualTypeOf<ConversationSummary>()
  expectTypeOf<Extract<Change, { type: 'message' }>['status']>().toEqualTypeOf<Message['status']>()
  expectTypeOf<Change>().not.toBeAny()
})
