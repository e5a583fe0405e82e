import { expect, test } from 'vitest'

import { isChatModel } from './listing.ts'
import { connectOpenAI } from './openai.ts'

test('models for other things than chat are known by their names', () => {
  const chat = [
    'gpt-5',
    'gpt-4o-mini',
    'o3',
    'llama3.2:3b',
    'qwen2.5-coder',
    'mistral-7b-instruct',
    'claude-opus-4',
    'deepseek-r1',
  ]
  const other = [
    'text-embedding-3-small',
    'nomic-embed-text',
    'tts-1-hd',
    'whisper-1',
    'dall-e-3',
    'gpt-image-1',
    'sora-2',
    'omni-moderation-latest',
    'gpt-realtime',
    'gpt-4o-transcribe',
    'davinci-002',
    'gpt-3.5-turbo-instruct',
    'bge-m3',
  ]
  expect(chat.filter(isChatModel)).toEqual(chat)
  expect(other.filter(isChatModel)).toEqual([])
})

test('the windows of OpenAI’s own models are known', () => {
  const { contextWindow } = connectOpenAI({ apiKey: 'sk' })
  expect(contextWindow('gpt-4o')).toBe(128_000)
  expect(contextWindow('gpt-5')).toBeGreaterThan(200_000)
  expect(contextWindow('gpt-next')).toBeNull()
})
