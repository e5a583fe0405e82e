import { expect, test } from 'vitest'

import { answerId, brokenBy, conversationId, question, soundEvidence, whole, type Sound } from './evidence.fixture.ts'
import { judge } from './judge.ts'

test('nothing is wrong with a question that was answered and read', () => {
  expect(judge(soundEvidence())).toEqual([])
})

test.each<[string, string, (evidence: Sound) => void]>([
  ['a question that was acknowledged is gone', 'acknowledged and lost', ({ rows }) => rows.messages.splice(0)],
  ['an answer that was acknowledged is gone', 'acknowledged and lost', ({ rows }) => rows.messages.pop()],
  [
    'a regenerated answer that was acknowledged is gone',
    'acknowledged and lost',
    ({ history }) => {
      const turn = { conversationId, messageId: 'new answer', content: null, questionId: question.id }
      history.begin({ kind: 'regenerate', ...turn }).acknowledged = true
    },
  ],
  [
    'a conversation that was put into the trash is not there',
    'acknowledged and lost',
    ({ history }) => history.trashed.set(conversationId, true),
  ],
  ['a question says something else', 'acknowledged and changed', ({ asked }) => (asked.content += '!')],
  [
    'a question that was sent three times is there twice',
    'sent once and stored twice',
    ({ rows, asked }) => rows.messages.push({ ...asked, id: 'copy', seq: 3 }),
  ],
  [
    'one question has two answers that nobody asked for',
    'one turn with two answers',
    ({ rows, answer }) => rows.messages.push({ ...answer, id: 'second', seq: 3 }),
  ],
  [
    'two acknowledgements of one send name two answers',
    'acknowledged with two answers',
    ({ turn }) => turn.answers.add('second'),
  ],
  ['a question has no answer', 'a question without an answer', ({ rows }) => rows.messages.pop()],
  [
    'the provider was called twice for one generation',
    'the provider was asked twice',
    ({ calls }) => calls.open(question.id, ''),
  ],
  [
    'a reader was shown what was never stored',
    'shown and not stored',
    ({ reading, answer }) => {
      answer.content = whole.slice(0, 20)
      answer.status = 'interrupted'
      reading.shown.push(whole.slice(0, 21))
    },
  ],
  [
    'a reader was shown a word twice',
    'shown and not stored',
    ({ reading }) => reading.shown.push(`${whole.slice(0, 9)}${whole.slice(6, 15)}`),
  ],
  [
    'a finished answer lacks what its reader was shown before',
    'shown and taken back',
    ({ reading }) => {
      reading.finish.content = whole.slice(0, 5)
    },
  ],
  [
    'a reader was told that an answer is finished, and it says more',
    'finished with another text',
    ({ reading }) => {
      reading.shown = []
      reading.finish.content = whole.slice(0, 5)
    },
  ],
  [
    'a stopped answer says more later',
    'changed after its stop',
    ({ history }) => {
      const told = { id: answerId, status: 'stopped' as const, content: whole.slice(0, 5) }
      history.stops.push({ conversationId, messageId: answerId, told, continuedBefore: 0 })
    },
  ],
  [
    'a complete answer lacks its end',
    'not what the provider said',
    ({ answer }) => (answer.content = whole.slice(0, -1)),
  ],
  [
    'an interrupted answer holds a word twice',
    'not what the provider said',
    ({ answer }) => Object.assign(answer, { status: 'interrupted', content: `${whole.slice(0, 9)}${whole.slice(6)}` }),
  ],
  [
    'the model was sent a text that is not stored',
    'asked with a wrong text',
    ({ calls }) => calls.strange.push('x: y'),
  ],
  ['a number is missing', 'numbers with gaps', ({ answer }) => (answer.seq = 3)],
  ['a number came twice', 'numbers with gaps', ({ answer }) => (answer.seq = 1)],
  ['the count is wrong', 'a wrong count', ({ conversation }) => (conversation.messageCount = 3)],
  ['a parent is gone', 'a lost parent', ({ asked }) => (asked.parentId = 'gone')],
  ['the head is gone', 'a head that is no message', ({ conversation }) => (conversation.headId = 'gone')],
  ['there is no head', 'a head that is no message', ({ conversation }) => (conversation.headId = null)],
  ['the head has a child', 'a head that is no leaf', ({ conversation }) => (conversation.headId = question.id)],
  ['a message still streams', 'left streaming', ({ answer }) => (answer.status = 'streaming')],
  ['a generation still runs', 'left running', ({ generation }) => (generation.status = 'running')],
  ['a log was not removed', 'a log left over', ({ generation }) => (generation.events = 2)],
  ['something was seen on the way', 'a slow stop', ({ history }) => history.note('a slow stop', '12 s')],
])('%s: it says “%s”', (_what, rule, harm) => {
  expect(brokenBy(harm)).toContain(rule)
})

test('an answer that was asked to go on may say more than its readers and its stop were told before', () => {
  const broken = brokenBy(({ history, reading, rows, generation, calls }) => {
    const start = whole.slice(0, 15)
    reading.shown = [start]
    reading.finish = { id: answerId, status: 'stopped', content: start }
    history.stops.push({ conversationId, messageId: answerId, told: reading.finish, continuedBefore: 0 })
    const turn = { conversationId, messageId: answerId, content: null, questionId: question.id }
    history.begin({ kind: 'continue', ...turn }).tries = 1
    rows.generations.push({ ...generation, id: 'second' })
    calls.open(question.id, start)
  })
  expect(broken).toEqual([])
})

test('a send that was never acknowledged may be there or not', () => {
  const unknown = ({ turn, history }: Sound) => {
    turn.acknowledged = false
    turn.answers.clear()
    history.readings.splice(0)
  }
  expect(brokenBy(unknown)).toEqual([])
  const nothingStored = brokenBy((evidence) => {
    unknown(evidence)
    evidence.rows.messages.splice(0)
    evidence.rows.generations.splice(0)
    Object.assign(evidence.conversation, { headId: null, messageCount: 0 })
    evidence.calls.streamed.splice(0)
  })
  expect(nothingStored).toEqual([])
})
