import { LLMock } from '@copilotkit/aimock'
import { createTestDatabase } from '@parley/db/testing'
import { createModels } from '@parley/llm'
import { afterAll, describe, expect, it } from 'vitest'

import { ask, createTestApi, endedAnswer } from '../testing/index.ts'

const database = await createTestDatabase()
afterAll(() => database.close())

const REPLY = 'Hello from a real protocol, word by word. '.repeat(5)

/** Asks a model server in Anthropic's wire format through the whole engine. */
async function run(script: (mock: LLMock) => unknown) {
  const mock = await LLMock.create({ port: 0, chunkSize: 4 })
  try {
    script(mock)
    const models = createModels({
      anthropic: { apiKey: 'sk-ant-canary', baseUrl: mock.url },
      defaultModel: 'anthropic:claude-sonnet-4-5',
    })
    await using api = await createTestApi({ database, models })
    const { answer } = await ask(api, { content: 'Hi' })
    const { status, content, error } = await endedAnswer(database, answer.messageId)
    // A title is asked for in one piece.
    const requests = mock.getRequests().filter(({ body }) => body?.stream === true).length
    return { status, content, error, requests }
  } finally {
    await mock.stop()
  }
}

const failed = (message: RegExp, retryable: boolean) => ({
  status: 'failed',
  content: '',
  error: { message: expect.stringMatching(message), retryable },
  requests: 1,
})

describe('a provider that speaks Anthropic’s wire format', () => {
  it.each([
    [401, 'authentication_error', 'invalid x-api-key', /API key/],
    [403, 'permission_error', 'no', /does not allow/],
    [404, 'not_found_error', 'model: claude-7', /does not know this model/],
    [400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum', /longer than the model/],
    [400, 'invalid_request_error', 'Your credit balance is too low to access the API.', /no credit left/],
  ])('and refuses with %i %s is asked once', async (status, type, message, shown) => {
    const ended = await run((mock) => mock.onMessage('Hi', { error: { message, type }, status }))
    expect(ended).toEqual(failed(shown, false))
  })

  it.each([
    [429, 'rate_limit_error'],
    [500, 'api_error'],
    [529, 'overloaded_error'],
  ])('and fails for now with %i %s is asked again', async (status, type) => {
    const ended = await run((mock) => {
      mock.onMessage('Hi', { content: REPLY })
      mock.nextRequestError(status, { message: 'Not now.', type })
    })
    expect(ended).toEqual({ status: 'complete', content: REPLY, error: null, requests: 2 })
  })

  it('and asks for a long wait is not asked again, and the person is told', async () => {
    const error = { message: 'Slow down', type: 'rate_limit_error' }
    const ended = await run((mock) => mock.onMessage('Hi', { error, status: 429, retryAfter: 90 }))
    expect(ended).toEqual(failed(/Try again in 90 seconds\.$/, true))
  })

  it('and is cut off in mid-answer leaves what it said', async () => {
    const ended = await run((mock) => mock.onMessage('Hi', { content: REPLY }, { latency: 5, truncateAfterChunks: 12 }))
    expect(ended).toMatchObject({ status: 'failed', error: { message: /broke off/, retryable: true }, requests: 1 })
    expect(ended.content).not.toBe('')
    expect(REPLY.startsWith(ended.content)).toBe(true)
  })
})
