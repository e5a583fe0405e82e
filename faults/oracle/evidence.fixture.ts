import { History } from '../history/history.ts'
import { Calls } from '../provider/calls.ts'
import { answerText, questionText } from '../provider/question.ts'
import { judge } from './judge.ts'
import type { ConversationRow, GenerationRow, MessageRow, Rows } from './rows.ts'

export const question = { id: '11111111-1111-4111-a111-111111111111', words: 12, pace: 5, mood: 'plain' } as const
export const whole = answerText(question)
export const conversationId = '22222222-2222-4222-a222-222222222222'
export const taskId = '44444444-4444-4444-a444-444444444444'
export const answerId = '33333333-3333-4333-a333-333333333333'

/** One question that was sent, answered in full and read: nothing is wrong with it. */
export function soundEvidence() {
  const conversation: ConversationRow = {
    id: conversationId,
    headId: answerId,
    messageCount: 2,
    trashed: false,
    archived: false,
  }
  const asked: MessageRow = {
    id: question.id,
    conversationId,
    parentId: null,
    seq: 1,
    role: 'user',
    status: 'complete',
    content: questionText(question),
  }
  const answer: MessageRow = {
    id: answerId,
    conversationId,
    parentId: question.id,
    seq: 2,
    role: 'assistant',
    status: 'complete',
    content: whole,
  }
  const generation: GenerationRow = {
    id: 'generation',
    conversationId,
    messageId: answerId,
    status: 'complete',
    events: 0,
  }
  const rows: Rows = {
    conversations: [conversation],
    messages: [asked, answer],
    generations: [generation],
    tasks: [{ id: taskId, completed: true }],
  }

  const history = new History()
  const turn = history.begin({
    kind: 'send',
    conversationId,
    messageId: question.id,
    content: asked.content,
    questionId: question.id,
  })
  turn.tries = 3
  turn.acknowledged = true
  turn.answers.add(answerId)
  turn.places.push({ parentId: null, branched: false })
  history.tasks.set(taskId, 'completed')
  const reading = {
    conversationId,
    messageId: answerId,
    shown: [whole.slice(0, 9), whole],
    finish: { id: answerId, status: 'complete' as MessageRow['status'], content: whole },
    continuedBefore: 0,
  }
  history.readings.push(reading)

  const calls = new Calls()
  calls.open(question.id, '').finished = true
  return { rows, history, calls, conversation, asked, answer, generation, turn, reading }
}

export type Sound = ReturnType<typeof soundEvidence>

/** The rules that are broken after something was done to sound evidence. */
export function brokenBy(harm: (evidence: Sound) => unknown): string[] {
  const evidence = soundEvidence()
  harm(evidence)
  return [...new Set(judge(evidence).map(({ rule }) => rule))]
}
