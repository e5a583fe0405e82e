import { expect, test } from 'vitest'

import { brokenBy, conversationId, question, soundEvidence, type Sound } from './evidence.fixture.ts'
import { judge } from './judge.ts'

const siblingId = '55555555-5555-4555-a555-555555555555'
const siblingAnswerId = '66666666-6666-4666-a666-666666666666'

/** A second question at the start, sent from a tab that did not see the first one. Nothing is wrong with it. */
function sendFromStaleTab({ rows, history, conversation, asked, answer, generation }: Sound) {
  const sibling = { ...asked, id: siblingId, seq: 3, content: 'Something else' }
  rows.messages.push(sibling, { ...answer, id: siblingAnswerId, parentId: siblingId, seq: 4 })
  rows.generations.push({ ...generation, id: 'second', messageId: siblingAnswerId })
  Object.assign(conversation, { messageCount: 4, headId: siblingAnswerId })
  const { content } = sibling
  const send = { kind: 'send', conversationId, messageId: siblingId, content, questionId: siblingId } as const
  const stale = history.begin({ ...send, parentId: null })
  stale.acknowledged = true
  stale.answers.add(siblingAnswerId)
  stale.places.push({ parentId: null, branched: true })
  return { sibling, stale }
}

/** The branch of the first question is made the active one again. Nothing is wrong with it. */
function switchBack({ history, conversation, answer }: Sound) {
  conversation.headId = answer.id
  const one = { conversationId, messageId: question.id, told: { headId: answer.id }, last: true }
  history.switches.push(one)
  return one
}

test('nothing is wrong with a stale send and a switch back from its branch', () => {
  const evidence = soundEvidence()
  sendFromStaleTab(evidence)
  expect(judge(evidence)).toEqual([])
  switchBack(evidence)
  expect(judge(evidence)).toEqual([])
})

test('a stale send that goes to the head is found', () => {
  const rules = brokenBy((evidence) => {
    const { sibling, stale } = sendFromStaleTab(evidence)
    sibling.parentId = evidence.answer.id
    stale.places = [{ parentId: evidence.answer.id, branched: false }]
  })
  expect(rules).toEqual(['stored in another place', 'a stale send without a sibling'])
})

test('a stale send that takes the place of what was there is found', () => {
  const rules = brokenBy((evidence) => {
    sendFromStaleTab(evidence)
    evidence.rows.messages.splice(0, 2)
  })
  expect(rules).toEqual(expect.arrayContaining(['acknowledged and lost', 'a stale send without a sibling']))
})

test('a question that moved after it was acknowledged is found', () => {
  const rules = brokenBy(({ turn, answer }) => (turn.places = [{ parentId: answer.id, branched: false }]))
  expect(rules).toEqual(['acknowledged and moved'])
})

test('a branch that was not told, and one that is none, are found', () => {
  const silent = brokenBy((evidence) => {
    sendFromStaleTab(evidence).stale.places = [{ parentId: null, branched: false }]
  })
  const invented = brokenBy(({ turn }) => (turn.places = [{ parentId: null, branched: true }]))
  expect([silent, invented]).toEqual([['told a wrong branch'], ['told a wrong branch']])
})

test('a switch that leads to another branch, or to a message that is not there, is found', () => {
  for (const headId of [siblingAnswerId, 'gone']) {
    const rules = brokenBy((evidence) => {
      sendFromStaleTab(evidence)
      switchBack(evidence).told.headId = headId
    })
    expect(rules).toEqual(['switched to another branch'])
  }
})

test('a switch that was undone by nobody is found; one before a late continue may be undone', () => {
  const harm = (evidence: Sound) => {
    sendFromStaleTab(evidence)
    switchBack(evidence)
    evidence.conversation.headId = siblingAnswerId
  }
  expect(brokenBy(harm)).toEqual(['switched and switched back'])
  const mayBe = brokenBy((evidence) => {
    harm(evidence)
    const turn = { conversationId, messageId: siblingAnswerId, content: null, questionId: siblingId }
    evidence.history.begin({ kind: 'continue', ...turn })
  })
  expect(mayBe).toEqual([])
})
