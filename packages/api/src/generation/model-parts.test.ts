import type { LanguageModelV4StreamPart, LanguageModelV4StreamResult } from '@ai-sdk/provider'
import { expect, it, vi } from 'vitest'

import { createScriptedModel, SCRIPTED, until } from '../testing/index.ts'
import { modelParts } from './model-parts.ts'

const call = { prompt: [] }
const scripted = async (options = {}) => {
  const model = createScriptedModel(options)
  return { model, languageModel: (await model.models.get(SCRIPTED)).languageModel }
}

it('asks no model once it is aborted', async () => {
  const { model, languageModel } = await scripted()
  const parts = modelParts(languageModel, call, AbortSignal.abort('enough'))
  await expect(parts.next()).rejects.toBe('enough')
  expect(model.tries).toBe(0)
})

it('gives up what a provider opens too late', async () => {
  const { languageModel } = await scripted()
  const { promise, resolve } = Promise.withResolvers<LanguageModelV4StreamResult>()
  const controller = new AbortController()
  const parts = modelParts({ ...languageModel, doStream: () => promise }, call, controller.signal)
  const next = parts.next()
  controller.abort('enough')
  await expect(next).rejects.toBe('enough')
  const cancel = vi.fn()
  resolve({ stream: new ReadableStream<LanguageModelV4StreamPart>({ cancel }) })
  await until(() => expect(cancel).toHaveBeenCalledWith('enough'))
})

it.each([{ deaf: true }, { deaf: false }])('ends a wait for the next part with the reason, %o', async (options) => {
  const { model, languageModel } = await scripted(options)
  const controller = new AbortController()
  const parts = modelParts(languageModel, call, controller.signal)
  expect((await parts.next()).value).toMatchObject({ type: 'stream-start' })
  const next = parts.next()
  controller.abort('enough')
  await expect(next).rejects.toBe('enough')
  expect(model.calls[0]?.aborted).toBe(true)
})

it('gives up the call when nobody reads on', async () => {
  const { languageModel } = await scripted()
  const cancel = vi.fn()
  const stream = new ReadableStream<LanguageModelV4StreamPart>({
    start: (controller) => controller.enqueue({ type: 'stream-start', warnings: [] }),
    cancel,
  })
  const model = { ...languageModel, doStream: () => Promise.resolve({ stream }) }
  for await (const _part of modelParts(model, call, new AbortController().signal)) break
  expect(cancel).toHaveBeenCalledTimes(1)
})
