import { LLMock } from '@copilotkit/aimock'
import { createModels } from '@parley/llm'
import { afterAll, describe, expect, it } from 'vitest'

import { createScriptedModel, createTestApi, exchange } from '../testing/index.ts'
import { endedTurn, titleOf } from './fixture.ts'
import { titleConversation } from './title-conversation.ts'

const answering = createScriptedModel()
const api = await createTestApi({ models: answering.models })
afterAll(() => api[Symbol.asyncDispose]())
const mock = await LLMock.create({ port: 0 })
afterAll(() => mock.stop())

const models = createModels({ openai: { baseUrl: mock.url }, anthropic: { apiKey: 'sk-test', baseUrl: mock.url } })
const { signal } = new AbortController()

async function nameBy(model: string, content: string): Promise<{ named: boolean; title: string | undefined }> {
  const { conversationId } = await exchange(api, answering, { content })
  const turn = { ...(await endedTurn(api, conversationId)), generation: { model } }
  const named = await titleConversation({ ...api.services, models }, turn, { signal })
  return { named, title: await titleOf(api, conversationId) }
}

describe.each(['openai:local', 'anthropic:claude-sonnet-4-5'])('a title from %s', (model) => {
  it('is asked in one request that is not streamed', async () => {
    const content = `A week with ${model}`
    mock.onMessage(content, { content: '**A Planned Week**', reasoning: 'A week is to be planned.' })
    mock.clearRequests()
    expect(await nameBy(model, content)).toEqual({ named: true, title: 'A Planned Week' })
    const asked = mock.getRequests().filter(({ method }) => method === 'POST')
    expect(asked).toHaveLength(1)
    expect(asked[0]?.body).not.toMatchObject({ stream: true })
  })

  it('that is refused leaves the name by the text', async () => {
    const content = `Refused by ${model}`
    mock.onMessage(content, { error: { message: 'No', type: 'invalid_request_error' }, status: 400 })
    expect(await nameBy(model, content)).toEqual({ named: false, title: content })
  })
})
