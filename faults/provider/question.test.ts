import fc from 'fast-check'
import { expect, test } from 'vitest'

import { answerText, answerWords, parseQuestion, questionText } from './question.ts'

const question = fc.record({
  id: fc.uuid(),
  words: fc.integer({ min: 1, max: 300 }),
  pace: fc.nat(100),
  mood: fc.constantFrom('plain', 'busy', 'cut'),
})

test('a question is read back from its text, the last one where there are several', () => {
  fc.assert(
    fc.property(question, question, (first, last) => {
      expect(parseQuestion(`${questionText(first)}\n\n${questionText(last)}`)).toEqual(last)
    }),
  )
  expect(parseQuestion('Something else')).toBe(null)
})

test('an answer follows from its question, and no two places in it read the same', () => {
  fc.assert(
    fc.property(question, (asked) => {
      expect(answerText(asked)).toBe(answerText(asked))
      expect(new Set(answerWords(asked)).size).toBe(asked.words)
    }),
  )
})
