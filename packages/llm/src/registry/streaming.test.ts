import { json } from 'node:stream/consumers'

import { describe, expect, test } from 'vitest'

import { finishFailure } from '../failure/finish.ts'
import { providerFailure } from '../failure/provider-failure.ts'
import { answer, assistant, user } from '../testing/answer.ts'
import { startMock, startServer } from '../testing/servers.ts'
import { createModels } from './models.ts'
import { connectOpenAI } from './openai.ts'

const hello = 'Hello from a real protocol, word by word.'

/** The same model server through each protocol that Parley speaks. */
const protocols = [
  {
    name: 'OpenAI-compatible chat completions',
    path: '/v1/chat/completions',
    model: async (url: string) => (await createModels({ openai: { baseUrl: url } }).get('openai:local')).languageModel,
  },
  {
    name: 'OpenAI responses',
    path: '/v1/responses',
    model: async (url: string) => connectOpenAI({ apiKey: 'sk-test', baseUrl: `${url}/v1` }).languageModel('gpt-5'),
  },
  {
    name: 'Anthropic messages',
    path: '/v1/messages',
    model: async (url: string) =>
      (await createModels({ anthropic: { apiKey: 'sk-ant-test', baseUrl: url } }).get('anthropic:claude-sonnet-4-5'))
        .languageModel,
  },
]

describe.each(protocols)('$name', ({ model, path }) => {
  test('streams an answer in pieces, with its usage, to a clean finish', async () => {
    await using mock = await startMock()
    mock.onMessage('Hi', {
      content: hello,
      usage: { prompt_tokens: 7, completion_tokens: 9, input_tokens: 7, output_tokens: 9 },
    })
    const { text, types, finish, usage, error } = await answer(await model(mock.url), 'Hi')
    expect(error).toBeUndefined()
    expect(text).toBe(hello)
    expect(types.filter((type) => type === 'text-delta').length).toBeGreaterThan(3)
    expect(finishFailure(finish)).toBeNull()
    expect(usage).toMatchObject({ inputTokens: { total: 7 }, outputTokens: { total: 9 } })
    expect(mock.getLastRequest()?.path).toContain(path)
  })

  test.each([
    [401, /API key/, false],
    [429, /too many requests/, true],
    [500, /on its side/, true],
  ])('reports status %d before the first word', async (status, message, retryable) => {
    await using mock = await startMock()
    mock.nextRequestError(status, { message: 'Incorrect API key provided: sk-abcdef123456', type: 'some_error' })
    const { types, error } = await answer(await model(mock.url), 'Hi')
    const failure = providerFailure(error)
    expect(types).toEqual([])
    expect(failure.message).toMatch(message)
    expect(failure.message).not.toContain('sk-')
    expect(failure.retryable).toBe(retryable)
  })

  test('passes on how long to wait after too many requests', async () => {
    await using mock = await startMock()
    mock.onMessage('Hi', { error: { message: 'Slow down', type: 'rate_limit_error' }, status: 429, retryAfter: 7 })
    const { error } = await answer(await model(mock.url), 'Hi')
    expect(providerFailure(error)).toMatchObject({ retryable: true, retryAfter: 7 })
  })

  test.each([
    ['after some chunks', { latency: 10, truncateAfterChunks: 12 }],
    ['after some time', { latency: 20, disconnectAfterMs: 250 }],
  ])('a stream cut %s keeps its words and never looks like a clean end', async (_, cut) => {
    await using mock = await startMock()
    mock.onMessage('Hi', { content: hello.repeat(5) }, cut)
    const { text, finish, error } = await answer(await model(mock.url), 'Hi')
    expect(hello.repeat(5).startsWith(text)).toBe(true)
    if ('truncateAfterChunks' in cut) expect(text).not.toBe('')
    expect(text.length).toBeLessThan(hello.length * 5)
    expect(error !== undefined || finishFailure(finish) !== null).toBe(true)
    if (error !== undefined) expect(providerFailure(error)).toMatchObject({ retryable: true, message: /broke off/ })
  })

  test('ends at once when it is aborted', async () => {
    await using mock = await startMock()
    mock.onMessage('Hi', { content: hello.repeat(50) }, { latency: 20 })
    const abort = new AbortController()
    const { text, error } = await answer(await model(mock.url), 'Hi', {
      abortSignal: abort.signal,
      onText: () => abort.abort(),
    })
    expect(text.length).toBeLessThan(hello.length)
    expect(providerFailure(error).message).toBe('The answer was stopped.')
  })

  test('asks to go on, after an answer that was cut, and begins and ends the talk with the user', async () => {
    await using mock = await startMock()
    mock.onMessage(/cut off/, { content: 'the rest' })
    const prompt = [
      { role: 'system' as const, content: 'Be kind.' },
      assistant('Welcome'),
      user('Hi'),
      assistant('Some words and'),
    ]
    expect((await answer(await model(mock.url), prompt)).text).toBe('the rest')
    const sent = JSON.stringify(mock.getLastRequest()?.body)
    expect(sent).toMatch(/Earlier messages are not shown.+Welcome.+Hi.+Some words and.+cut off/)
  })
})

test('OpenAI is told not to keep the conversation', async () => {
  const bodies: unknown[] = []
  await using server = await startServer(async (request, response) => {
    bodies.push(await json(request))
    response.writeHead(500).end()
  })
  const { languageModel } = connectOpenAI({ apiKey: 'sk-test', baseUrl: server.url })
  await answer(languageModel('gpt-5'), 'Hi', { providerOptions: { openai: { user: 'me' } } })
  expect(bodies).toMatchObject([{ store: false, user: 'me' }])
})

const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`
const blockStart = 'data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n'
const messageStart =
  'data: {"type":"message_start","message":{"id":"m","usage":{"input_tokens":1,"output_tokens":1}}}\n\n'

test.each([
  ['compatible', 'ends without a finish reason', chunk('Some ') + chunk('words')],
  ['compatible', 'holds a malformed chunk', `${chunk('Some words')}data: {"choi\n\n`],
  [
    'compatible',
    'holds an error',
    `${chunk('Some words')}data: {"error":{"message":"Overloaded","type":"server_error"}}\n\n`,
  ],
  ['anthropic', 'ends after its start', messageStart],
  ['anthropic', 'ends within a block', messageStart + blockStart],
  [
    'anthropic',
    'holds an error',
    `${messageStart}data: {"type":"error","error":{"type":"overloaded_error","message":"x"}}\n\n`,
  ],
])('a stream (%s) that %s is a failure that may be tried again', async (protocol, _, body) => {
  await using server = await startServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(body)
  })
  const models = createModels({ openai: { baseUrl: server.url }, anthropic: { apiKey: 'sk', baseUrl: server.url } })
  const { languageModel } = await models.get(protocol === 'anthropic' ? 'anthropic:claude' : 'openai:local')
  const { text, finish, error } = await answer(languageModel, 'Hi')
  expect(text).toBe(body.includes('Some') ? 'Some words' : '')
  const failure = error === undefined ? finishFailure(finish) : providerFailure(error)
  expect(failure?.retryable).toBe(true)
})

test('a server that refuses connections is named as such', async () => {
  const mock = await startMock()
  const { url } = mock
  await mock.stop()
  const { languageModel } = await createModels({ openai: { baseUrl: url } }).get('openai:local')
  const { error } = await answer(languageModel, 'Hi')
  expect(providerFailure(error)).toMatchObject({ message: /cannot be reached/, retryable: true })
})
