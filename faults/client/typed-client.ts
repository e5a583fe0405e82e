import { createParley, errorOf } from '@parley/client'

import type { Reading } from '../history/history.ts'
import { questionText } from '../provider/question.ts'
import type { Actor } from './actor.ts'

/** One question and its answer through the package that people use, which resends and resumes by itself. */
export async function askThroughPackage({ world, history, random, token, signal }: Actor, url: string): Promise<void> {
  const conversationId = random.uuid()
  const id = random.uuid()
  const content = questionText({ id, words: random.whole(20, 60), pace: random.whole(10, 50), mood: 'plain' })
  const turn = history.begin({ kind: 'send', conversationId, messageId: id, content, questionId: id })
  turn.tries = 1
  world.tally.count('sends')
  const parley = createParley({ url, token })
  let reading: Reading | null = null
  let text = ''
  try {
    for await (const event of parley.send({ conversationId, messageId: id, content, signal })) {
      if (event.type === 'sent') {
        turn.acknowledged = true
        turn.answers.add(event.assistantMessage.id)
        reading = { conversationId, messageId: event.assistantMessage.id, shown: [], finish: null, continuedBefore: 0 }
        history.readings.push(reading)
        world.tally.count('readings')
      }
      if (event.type === 'text-delta') text += event.text
      if (event.type === 'finish' && reading !== null) {
        const { status, content: said } = event.message
        if (said !== text) history.note('deltas do not add up', `${id}: ${said.length} stored, ${text.length} read`)
        reading.finish = { id: event.message.id, status, content: said }
      }
    }
  } catch (error) {
    history.note('the client gave up', `${id}: ${errorOf(error).reason}, ${String(error)}`)
  } finally {
    if (text !== '') reading?.shown.push(text)
    parley.close()
  }
}
