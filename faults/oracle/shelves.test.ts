import type { ConversationSummary } from '@parley/client'
import { expect, test } from 'vitest'

import { emptySnapshot } from '../tab/snapshot.ts'
import { answerId, brokenBy, conversationId, taskId, type Sound } from './evidence.fixture.ts'

const eraseAll = ({ rows, history }: Sound) => {
  for (const list of [rows.conversations, rows.messages, rows.generations]) list.splice(0)
  history.erasures.set(conversationId, 'acknowledged')
}

test('nothing is wrong with a conversation that was erased as a whole, whatever was told of it before', () => {
  expect(brokenBy(eraseAll)).toEqual([])
})

test('anything that is left of an erased conversation is found', () => {
  const left: ((evidence: Sound) => unknown)[] = [
    ({ rows, conversation }) => rows.conversations.push({ ...conversation, messageCount: 0, headId: null }),
    ({ rows, asked }) => rows.messages.push(asked),
    ({ rows, generation }) => rows.generations.push(generation),
  ]
  for (const remains of left) {
    const rules = brokenBy((evidence) => {
      eraseAll(evidence)
      remains(evidence)
    })
    expect(rules).toEqual(['erased and still there'])
  }
})

test('an erasing that nobody acknowledged may have happened or not', () => {
  const unknown = ({ history }: Sound) => history.erasures.set(conversationId, 'asked for')
  expect(brokenBy(unknown)).toEqual([])
  const happened = brokenBy((evidence) => {
    eraseAll(evidence)
    unknown(evidence)
  })
  expect(happened).toEqual([])
})

test.each<[string, (evidence: Sound) => unknown]>([
  ['trashed', ({ history }) => history.trashed.set(conversationId, true)],
  [
    'restored',
    ({ history, conversation }) => {
      history.trashed.set(conversationId, false)
      conversation.trashed = true
    },
  ],
  ['archived', ({ history }) => history.archived.add(conversationId)],
])('a conversation that was %s and is not is found', (_what, harm) => {
  expect(brokenBy(harm)).toEqual(['acknowledged and lost'])
})

test('a task that is lost, or not completed, or erased and there, is found', () => {
  expect(brokenBy(({ rows }) => rows.tasks.splice(0))).toEqual(['acknowledged and lost'])
  expect(brokenBy(({ rows }) => (rows.tasks = [{ id: taskId, completed: false }]))).toEqual(['acknowledged and lost'])
  expect(brokenBy(({ history }) => history.tasks.set(taskId, 'erased'))).toEqual(['erased and still there'])
})

const summary: ConversationSummary = {
  id: conversationId,
  title: 'A title',
  titleGiven: false,
  headId: answerId,
  messageCount: 2,
  preview: 'It says',
  contextLimit: 20,
  model: null,
  isMain: false,
  pinnedAt: null,
  archivedAt: null,
  deletedAt: null,
  createdAt: new Date(1_000),
  updatedAt: new Date(2_000),
}

/** What a tab shows and what is stored, the same at first. */
function view() {
  const of = () => ({
    ...emptySnapshot(),
    conversations: new Map([[conversationId, { ...summary }]]),
    answers: new Map([[answerId, { conversationId, status: 'complete' as 'complete' | 'streaming' }]]),
  })
  return { name: 'the tab', shown: of(), stored: of() }
}

test.each<[string, (tab: ReturnType<typeof view>) => unknown]>([
  ['lacks a conversation', ({ shown }) => shown.conversations.clear()],
  ['shows an erased one', ({ stored }) => stored.conversations.clear()],
  ['shows an old title', ({ shown }) => shown.conversations.set(conversationId, { ...summary, title: 'Old' })],
  [
    'shows it on another shelf',
    ({ shown }) => shown.conversations.set(conversationId, { ...summary, deletedAt: new Date(3_000) }),
  ],
  ['shows an answer as running', ({ shown }) => shown.answers.set(answerId, { conversationId, status: 'streaming' })],
  ['lacks an answer', ({ shown }) => shown.answers.clear()],
])('a tab that %s is found', (_what, harm) => {
  expect(brokenBy(({ history }) => history.tabs.push(view()))).toEqual([])
  const tab = view()
  harm(tab)
  expect(brokenBy(({ history }) => history.tabs.push(tab))).toEqual(['a tab that shows something else'])
})
