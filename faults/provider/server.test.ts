import { afterAll, expect, test } from 'vitest'

import { answerText, questionText, type Question } from './question.ts'
import { startProvider } from './server.ts'

const provider = await startProvider()
afterAll(() => provider[Symbol.asyncDispose]())

const question = (mood: Question['mood']): Question => ({ id: crypto.randomUUID(), words: 20, pace: 0, mood })

const ask = (messages: { role: string; content: string }[], stream = true) =>
  fetch(`${provider.url}/chat/completions`, { method: 'POST', body: JSON.stringify({ stream, messages }) })

/** The text of a streamed answer. */
async function said(response: Response): Promise<string> {
  const chunks = (await response.text()).matchAll(/"content":("(?:[^"\\]|\\.)*")/g)
  return [...chunks].map(([, text = '""']) => String(JSON.parse(text))).join('')
}

test('an answer is streamed and its call is counted', async () => {
  const one = question('plain')
  const response = await ask([{ role: 'user', content: questionText(one) }])
  expect(await said(response)).toBe(answerText(one))
  expect(provider.calls.of(one.id)).toMatchObject([{ partial: '', finished: true }])
})

test('an answer that was cut off goes on from where it stands, in the middle of a word too', async () => {
  const one = question('plain')
  const partial = answerText(one).slice(0, 33)
  const response = await ask([
    { role: 'user', content: questionText(one) },
    { role: 'assistant', content: partial },
    { role: 'user', content: 'Go on.' },
  ])
  expect(partial + (await said(response))).toBe(answerText(one))
  expect(provider.calls.strange).toEqual([])
})

test('a partial answer that the provider never gave is noticed', async () => {
  const one = question('plain')
  await ask([
    { role: 'user', content: questionText(one) },
    { role: 'assistant', content: 'Something else' },
  ])
  expect(provider.calls.strange).toEqual([`${one.id}: Something else`])
})

test('a call that is refused for now is not counted as one that streams', async () => {
  const one = question('busy')
  expect((await ask([{ role: 'user', content: questionText(one) }])).status).toBe(429)
  expect(provider.calls.of(one.id)).toEqual([])
  expect((await ask([{ role: 'user', content: questionText(one) }])).status).toBe(200)
})

test('an answer breaks off in its middle when its question asks for it, once', async () => {
  const one = question('cut')
  const first = await ask([{ role: 'user', content: questionText(one) }])
  await expect(first.text()).rejects.toThrow('terminated')
  expect(provider.calls.of(one.id)).toMatchObject([{ finished: false }])
  const second = await ask([{ role: 'user', content: questionText(one) }])
  expect(await said(second)).toBe(answerText(one))
})

test('a request without a stream, for a title, is answered and not counted', async () => {
  const one = question('plain')
  const response = await ask([{ role: 'user', content: questionText(one) }], false)
  expect(await response.json()).toMatchObject({ choices: [{ message: { role: 'assistant' } }] })
  expect(provider.calls.of(one.id)).toEqual([])
})

test('a watcher is told of the moments of its own question only, and another one ends nothing of it', async () => {
  const [one, other] = [question('plain'), question('plain')]
  const seen: string[] = []
  const watch = (id: string) => provider.watchers.set(id, (moment, word) => seen.push(`${id} ${moment} ${word}`))
  watch(one.id)
  watch(other.id)
  await (await ask([{ role: 'user', content: questionText(other) }])).text()
  provider.watchers.delete(other.id)
  await (await ask([{ role: 'user', content: questionText(one) }])).text()
  for (const { id } of [one, other]) {
    const own = seen.filter((line) => line.startsWith(id)).map((line) => line.slice(id.length + 1))
    expect(own).toHaveLength(one.words + 3)
    expect([...own.slice(0, 3), own.at(-1)]).toEqual(['request 0', 'headers 0', 'word 1', `end ${one.words}`])
  }
})
