import { ParleyError } from '@parley/contract'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { answer } from '../testing/answer.ts'
import { startMock, startServer } from '../testing/servers.ts'
import { createModels } from './models.ts'

const ids = (models: readonly { id: string }[]) => models.map(({ id }) => id)
const minutes = (count: number) => count * 60_000

describe('the list of models', () => {
  test('is the demo alone when nothing is set up', async () => {
    expect(await createModels({}).list()).toEqual({
      models: [{ id: 'demo:offline', provider: 'demo', name: 'Offline demo', contextWindow: null, demo: true }],
      defaultModel: 'demo:offline',
    })
  })

  test('holds the chat models of every provider, and the first of them is the default', async () => {
    await using mock = await startMock()
    for (const model of ['text-embedding-3-small', 'tts-1', 'whisper-1', 'gpt-image-1', 'llama3.2:3b']) {
      mock.on({ model }, { content: 'Hi' })
    }
    const models = createModels({ openai: { baseUrl: mock.url }, anthropic: { apiKey: 'sk', baseUrl: mock.url } })
    const { models: listed, defaultModel } = await models.list()
    expect(ids(listed)).toEqual(['openai:llama3.2:3b', 'anthropic:llama3.2:3b', 'demo:offline'])
    expect(defaultModel).toBe('openai:llama3.2:3b')
  })

  test('reads windows and names as different servers give them, newest model first', async () => {
    const data = [
      { id: 'vllm', created: 1, max_model_len: 8192 },
      { id: 'router', created: 3, context_length: 32_000 },
      { id: 'llama.cpp', created: 2, meta: { n_ctx_train: 4096 } },
      { id: 'plain', max_model_len: 'odd' },
      { id: 'with space' },
    ]
    await using server = await startServer((_, response) => response.end(JSON.stringify({ data })))
    const { models } = await createModels({ openai: { baseUrl: `${server.url}/v1/` } }).list()
    expect(models.map(({ name, contextWindow }) => [name, contextWindow])).toEqual([
      ['router', 32_000],
      ['llama.cpp', 4096],
      ['vllm', 8192],
      ['plain', null],
      ['Offline demo', null],
    ])
    expect(server.asked).toEqual(['/v1/models'])
  })

  test('sends the key the way each provider wants it', async () => {
    const headers: unknown[] = []
    await using server = await startServer((request, response) => {
      headers.push([
        request.url,
        request.headers.authorization,
        request.headers['x-api-key'],
        request.headers['anthropic-version'],
      ])
      response.end(JSON.stringify({ data: [{ id: 'claude-x', display_name: 'Claude X' }] }))
    })
    const openai = { apiKey: 'sk-one', baseUrl: `${server.url}/v1` }
    const { models } = await createModels({
      openai,
      anthropic: { apiKey: 'sk-two', baseUrl: `${server.url}/gateway` },
    }).list()
    expect(headers).toHaveLength(2)
    expect(headers).toEqual(
      expect.arrayContaining([
        ['/gateway/v1/models?limit=1000', undefined, 'sk-two', '2023-06-01'],
        ['/v1/models', 'Bearer sk-one', undefined, undefined],
      ]),
    )
    expect(models[1]).toMatchObject({ id: 'anthropic:claude-x', name: 'Claude X', contextWindow: 200_000 })
  })

  test('always shows the configured default, also while its provider is down', async () => {
    await using server = await startServer((_, response) => response.writeHead(500).end())
    const told = vi.fn()
    const models = createModels({ openai: { baseUrl: server.url }, defaultModel: 'openai:mine', onListFailure: told })
    const { models: listed, defaultModel } = await models.list()
    expect(ids(listed)).toEqual(['openai:mine', 'demo:offline'])
    expect(defaultModel).toBe('openai:mine')
    expect(told.mock.calls).toEqual([['openai', 'The provider has a problem on its side. Try again in a while.']])
  })

  test('comes within seconds when a provider never answers', async () => {
    await using silent = await startServer(() => {})
    const start = performance.now()
    const { models } = await createModels({ openai: { baseUrl: silent.url } }).list()
    expect(ids(models)).toEqual(['demo:offline'])
    expect(performance.now() - start).toBeLessThan(4_500)
  })
})

describe('asking a provider', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
  afterEach(() => void vi.useRealTimers())

  test('happens once in five minutes, also for calls at the same time', async () => {
    await using server = await startServer((_, response) => response.end('{"data":[{"id":"a"}]}'))
    const models = createModels({ openai: { baseUrl: server.url } })
    await Promise.all([models.list(), models.list(), models.get('openai:a')])
    vi.advanceTimersByTime(minutes(4.9))
    await models.list()
    expect(server.asked).toHaveLength(1)
    vi.advanceTimersByTime(minutes(0.2))
    await models.list()
    expect(server.asked).toHaveLength(2)
  })

  test('happens again 15 seconds after a failure, and the last list stays until it works', async () => {
    let works = true
    await using server = await startServer((_, response) => {
      if (works) response.end('{"data":[{"id":"a"}]}')
      else response.end('<html>')
    })
    const models = createModels({ openai: { baseUrl: server.url } })
    await models.list()
    works = false
    vi.advanceTimersByTime(minutes(5.1))
    expect(ids((await models.list()).models)).toContain('openai:a')
    await models.list()
    expect(server.asked).toHaveLength(2)
    works = true
    vi.advanceTimersByTime(15_100)
    await models.list()
    expect(server.asked).toHaveLength(3)
  })
})

describe('a model by its id', () => {
  test('may be one that is not listed', async () => {
    await using mock = await startMock()
    mock.onMessage('Hi', { content: 'Hello' })
    const { info, languageModel } = await createModels({ openai: { baseUrl: mock.url } }).get('openai:any/thing:7b')
    expect(info).toEqual({
      id: 'openai:any/thing:7b',
      provider: 'openai',
      name: 'any/thing:7b',
      contextWindow: null,
      demo: false,
    })
    expect((await answer(languageModel, 'Hi')).text).toBe('Hello')
    expect(mock.getLastRequest()?.body).toMatchObject({ model: 'any/thing:7b' })
  })

  test('is the demo', async () => {
    const { info, languageModel } = await createModels({ demo: { wordsPerSecond: Infinity } }).get('demo:offline')
    expect(info.demo).toBe(true)
    expect((await answer(languageModel, 'count to 2')).text).toBe('1\n2')
  })

  test.each([
    ['openai:gpt-5', /OpenAI is not set up.+OPENAI_API_KEY.+OPENAI_BASE_URL/],
    ['anthropic:claude', /Anthropic is not set up.+ANTHROPIC_API_KEY/],
    ['demo:online', /only demo model is demo:offline/],
    ['gpt-5', /no model “gpt-5”/],
    ['acme:x', /no model “acme:x”/],
    ['openai:', /names no model/],
  ])('%j is refused with what to do', async (id, message) => {
    const error = await createModels({})
      .get(id)
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ParleyError)
    expect(error).toMatchObject({ reason: 'NO_MODEL', field: 'model', message })
  })

  test('cannot be a default that is not set up, nor come from an address that is none', () => {
    expect(() => createModels({ defaultModel: 'openai:gpt-5' })).toThrow(/OpenAI is not set up/)
    expect(() => createModels({ openai: { baseUrl: 'localhost:11434' } })).toThrow(/OPENAI_BASE_URL must be an address/)
  })
})
