import { expect, test } from 'vitest'

import { applyChanges, differences, emptySnapshot, type Snapshot } from './snapshot.ts'

const complete = (conversationId: string) => ({ conversationId, status: 'complete' as const })
const task = (id: string, title = 'Milk') => ({
  id,
  title,
  description: '',
  completed: false,
  dueOn: null,
  sourceConversationId: null,
  sourceMessageId: null,
  createdAt: new Date(1_000),
  updatedAt: new Date(1_000),
})

function snapshot(): Snapshot {
  return {
    ...emptySnapshot(),
    tasks: new Map([['t', task('t')]]),
    answers: new Map([
      ['a', complete('one')],
      ['b', complete('two')],
    ]),
  }
}

test('changes replace what is shown, and an erased conversation takes its answers along', () => {
  const shown = snapshot()
  applyChanges(shown, {
    type: 'changes',
    changes: [
      { type: 'conversation-erased', id: 'one' },
      { type: 'message', conversationId: 'two', messageId: 'b', status: 'stopped' },
      { type: 'task', task: task('t', 'Bread') },
      { type: 'task', task: task('u') },
    ],
  })
  expect([...shown.answers]).toEqual([['b', { conversationId: 'two', status: 'stopped' }]])
  expect([...shown.tasks.values()].map(({ title }) => title)).toEqual(['Bread', 'Milk'])
  applyChanges(shown, { type: 'changes', changes: [{ type: 'task-erased', id: 't' }] })
  expect([...shown.tasks.keys()]).toEqual(['u'])
})

test('two snapshots of the same differ in nothing, whatever the order; times are compared too', () => {
  const [one, other] = [snapshot(), snapshot()]
  other.answers = new Map([...other.answers].toReversed())
  expect(differences(one, other)).toEqual([])
  other.tasks.set('t', { ...task('t'), updatedAt: new Date(2_000) })
  expect(differences(one, other)).toEqual([expect.stringMatching(/^tasks t: shown .*, stored /)])
})
