import { limits, newId } from '@parley/contract'
import { createTestDatabase } from '@parley/db/testing'
import { afterAll, describe, expect, it } from 'vitest'

import { callOverWire, createScriptedModel, createTestApi, exchange, type ProcedureType } from './testing/index.ts'

const database = await createTestDatabase()
const model = createScriptedModel()
const api = await createTestApi({ database, models: model.models })
afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await database.close()
})
const { userId, conversationId, questionId, answer } = await exchange(api, model)
const context = api.contextFor(userId)

const text = (chars: number) => 'x'.repeat(chars)
/** Text that a person cannot mean or Postgres cannot store, with a limit that it breaks. */
const badTexts = (max: number): [string, unknown][] => [
  ['empty', ''],
  ['white space', ' \n\t\u00a0\u2003 '],
  ['too long', text(max + 1)],
  ['too long in characters of two units', '😀'.repeat(max + 1)],
  ['NUL', 'a\0b'],
  ['a lone high surrogate', 'a\uD800'],
  ['a lone low surrogate', '\uDC00a'],
  ['a number', 1],
  ['null', null],
]
const badIds: [string, unknown][] = [
  ['empty', ''],
  ['a word', 'nonsense'],
  ['too short', newId().slice(1)],
  ['SQL', `${newId()}' or true --`],
  ['NUL', `${newId()}\0`],
  ['braces', `{${newId()}}`],
  ['an array', [newId()]],
  ['a number', 7],
]
const badModels: [string, unknown][] = [
  ['no provider', 'gpt-5'],
  ['white space', 'openai: gpt'],
  ['too long', `a:${text(200)}`],
]
const badDays: [string, unknown][] = [
  ['empty', ''],
  ['a word', 'tomorrow'],
  ['no such day', '2026-02-30'],
  ['no leap year', '2100-02-29'],
  ['no such month', '2026-13-01'],
  ['year 0', '0000-12-31'],
  ['another order', '24-12-2026'],
  ['white space', ' 2026-12-24'],
  ['a time', '2026-12-24T00:00:00Z'],
  ['a Date', new Date(0)],
]
const badSources: [string, unknown][] = [
  ['an id', newId()],
  ['null', null],
  ['an array', []],
]
const badCursors: [string, unknown][] = [
  ['garbage', 'garbage'],
  ['too long', text(301)],
  ['empty', ''],
]
const badNumbers = (max: number): [string, unknown][] => [
  ['zero', 0],
  ['negative', -1],
  ['too large', max + 1],
  ['a fraction', 1.5],
  ['a word', '20'],
]

const send = { conversationId: newId(), messageId: newId(), content: 'Hello' }
const append = { conversationId, role: 'user', content: 'Hello' }
const task = { id: newId(), title: 'Buy milk' }
const edit = { conversationId, messageId: questionId, content: 'Hello' }

type Case = [type: ProcedureType, path: string, good: object, field: string, values: [name: string, value: unknown][]]

const cases: Case[] = [
  ['mutation', 'chat.send', send, 'content', badTexts(limits.messageChars)],
  ['mutation', 'chat.send', send, 'content', [['far too long', text(limits.messageCharsCeiling + 1)]]],
  ['mutation', 'chat.send', send, 'conversationId', badIds],
  ['mutation', 'chat.send', send, 'messageId', badIds],
  ['mutation', 'chat.send', send, 'parentId', badIds],
  ['mutation', 'chat.send', send, 'model', badModels],
  ['mutation', 'chat.edit', edit, 'content', badTexts(limits.messageChars)],
  ['mutation', 'chat.edit', edit, 'messageId', badIds],
  ['mutation', 'chat.edit', edit, 'newMessageId', badIds],
  ['mutation', 'chat.regenerate', answer, 'messageId', badIds],
  ['mutation', 'chat.continue', answer, 'conversationId', badIds],
  ['mutation', 'chat.stop', answer, 'messageId', badIds],
  ['subscription', 'chat.follow', answer, 'messageId', badIds],
  ['subscription', 'chat.follow', answer, 'lastEventId', [['too long', text(201)]]],
  [
    'subscription',
    'changes',
    {},
    'lastEventId',
    [
      ['too long', text(20_001)],
      ['a number', 7],
      ['an array', []],
    ],
  ],
  ['mutation', 'conversations.create', {}, 'id', badIds],
  ['mutation', 'conversations.create', {}, 'title', badTexts(limits.titleChars)],
  ['mutation', 'conversations.create', {}, 'systemPrompt', badTexts(limits.systemPromptChars).slice(2)],
  ['mutation', 'conversations.create', {}, 'contextLimit', badNumbers(limits.contextMessages)],
  ['mutation', 'conversations.create', {}, 'model', badModels],
  ['mutation', 'conversations.update', { id: conversationId }, 'title', badTexts(limits.titleChars)],
  ['mutation', 'conversations.update', { id: conversationId }, 'contextLimit', badNumbers(limits.contextMessages)],
  ['mutation', 'conversations.update', { id: conversationId }, 'pinned', [['a word', 'true']]],
  ['mutation', 'conversations.delete', { permanently: true }, 'id', badIds],
  ['mutation', 'conversations.restore', {}, 'id', badIds],
  ['mutation', 'conversations.switchHead', { messageId: answer.messageId }, 'id', badIds],
  ['mutation', 'conversations.switchHead', { id: conversationId }, 'messageId', badIds],
  ['query', 'conversations.get', {}, 'id', badIds],
  ['query', 'conversations.list', {}, 'limit', badNumbers(limits.pageItems)],
  ['query', 'conversations.list', {}, 'cursor', badCursors],
  ['mutation', 'messages.append', append, 'content', badTexts(limits.messageChars)],
  [
    'mutation',
    'messages.append',
    append,
    'role',
    [
      ['unknown', 'tool'],
      ['empty', ''],
    ],
  ],
  ['mutation', 'messages.append', append, 'parentId', badIds],
  ['query', 'messages.list', { conversationId }, 'limit', badNumbers(limits.pageItems)],
  ['query', 'messages.list', { conversationId }, 'cursor', badCursors],
  ['query', 'messages.list', { conversationId }, 'leafId', badIds],
  ['query', 'messages.context', { conversationId }, 'limit', badNumbers(limits.contextMessages)],
  ['query', 'messages.siblings', answer, 'messageId', badIds],
  ['query', 'messages.count', {}, 'conversationId', badIds],
  ['mutation', 'tasks.create', task, 'id', badIds],
  ['mutation', 'tasks.create', task, 'title', badTexts(limits.taskTitleChars)],
  ['mutation', 'tasks.create', task, 'description', badTexts(limits.taskDescriptionChars).slice(2)],
  ['mutation', 'tasks.create', task, 'dueOn', badDays],
  ['mutation', 'tasks.create', task, 'source', badSources],
  ['mutation', 'tasks.update', { id: task.id }, 'title', badTexts(limits.taskTitleChars)],
  ['mutation', 'tasks.update', { id: task.id }, 'description', badTexts(limits.taskDescriptionChars).slice(2)],
  ['mutation', 'tasks.update', { id: task.id }, 'dueOn', badDays],
  ['mutation', 'tasks.update', { id: task.id }, 'completed', [['a word', 'true']]],
  ['mutation', 'tasks.update', { title: 'Milk' }, 'id', badIds],
  ['mutation', 'tasks.delete', {}, 'id', badIds],
  ['query', 'tasks.get', {}, 'id', badIds],
  ['query', 'tasks.list', {}, 'limit', badNumbers(limits.pageItems)],
  ['query', 'tasks.list', {}, 'cursor', badCursors],
  ['query', 'tasks.list', {}, 'completed', [['a word', 'done']]],
]

async function rows(): Promise<unknown> {
  const [row] = await database.sql`select
    (select json_agg(t) from conversations t) as conversations, (select json_agg(t) from messages t) as messages,
    (select count(*)::int from generations) as generations, (select json_agg(t) from tasks t) as tasks`
  return row
}

describe('input that cannot be right', () => {
  it.each(cases)(
    '%s %s %o: a bad %s is refused by its name, and nothing is stored',
    async (type, path, good, field, values) => {
      const before = await rows()
      for (const [name, value] of values) {
        const { error } = await callOverWire(context, { type, path, input: { ...good, [field]: value } })
        expect([name, error?.data]).toMatchObject([name, { reason: 'BAD_REQUEST', code: 'BAD_REQUEST', field }])
        expect(error?.message).toMatch(/\w/)
      }
      expect(await rows()).toEqual(before)
      expect(model.tries).toBe(1)
    },
  )

  it.each(['chat.send', 'conversations.get', 'messages.list'])('%s: no input at all is refused', async (path) => {
    const type = path === 'chat.send' ? 'mutation' : 'query'
    for (const input of [undefined, null, [], 'text', 7]) {
      const { error } = await callOverWire(context, { type, path, input })
      expect(error?.data).toMatchObject({ reason: 'BAD_REQUEST', field: '' })
    }
  })
})
