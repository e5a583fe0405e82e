import { expect, test } from 'vitest'

import { fitContext } from '../context/fit.ts'
import { readPrompt } from './received.ts'

test('a question after one that got no answer is read alone', () => {
  const message = (role: 'user' | 'assistant', content: string) => ({ id: content, role, content, parts: null })
  const call = fitContext({
    messages: [message('user', 'Fail at once'), message('assistant', ''), message('user', 'Count to 3')],
    systemPrompt: null,
    contextLimit: 20,
    contextWindow: null,
    countTokens: (text) => text.length,
    model: 'demo:offline',
  })
  expect(readPrompt(call)).toMatchObject({ question: 'Count to 3', window: { contextLimit: 20, branchLength: 2 } })
})
