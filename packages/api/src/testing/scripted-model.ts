import type { LanguageModelV4 } from '@ai-sdk/provider'
import { ParleyError } from '@parley/contract'
import type { Models } from '@parley/llm'

import { ScriptedCall } from './scripted-call.ts'
import { until } from './until.ts'

/** The id under which the scripted model is served. */
export const SCRIPTED = 'test:scripted'

interface ScriptedOptions {
  /** Does not listen to its abort signal. */
  deaf?: boolean
  /** Never even begins to answer a call. */
  mute?: boolean
  contextWindow?: number | null
}

/** A model whose answers are pushed by hand, and the registry that serves it as the default and only one. */
export function createScriptedModel({ deaf = false, mute = false, contextWindow = null }: ScriptedOptions = {}) {
  const calls: ScriptedCall[] = []
  const taken = new Set<ScriptedCall>()
  const refusals: unknown[] = []
  let tries = 0
  const languageModel: LanguageModelV4 = {
    specificationVersion: 'v4',
    provider: 'test',
    modelId: 'scripted',
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error('The scripted model only streams.')),
    doStream(options) {
      tries++
      if (refusals.length > 0) return Promise.reject(refusals.shift())
      const call = new ScriptedCall(options, { deaf })
      calls.push(call)
      return mute ? new Promise(() => {}) : Promise.resolve({ stream: call.stream })
    },
  }
  const info = { id: SCRIPTED, provider: 'test', name: 'Scripted', contextWindow, demo: false }
  const models: Models = {
    list: () => Promise.resolve({ models: [info], defaultModel: SCRIPTED }),
    get: (id) =>
      id === SCRIPTED
        ? Promise.resolve({ info, languageModel })
        : Promise.reject(new ParleyError('NO_MODEL', `There is no model “${id}”.`, { field: 'model' })),
  }
  return {
    models,
    calls,
    /** How often the provider was asked, refusals included. */
    get tries() {
      return tries
    },
    /** The next requests are refused with these errors. */
    refuseNext: (...errors: unknown[]) => void refusals.push(...errors),
    /** The oldest call about a question that was not given out before, as soon as it has come. */
    call: (question = ''): Promise<ScriptedCall> =>
      until(() => {
        const call = calls.find((one) => !taken.has(one) && one.question.includes(question))
        if (call === undefined) throw new Error(`The model was called ${calls.length} times, none of them for this.`)
        taken.add(call)
        return call
      }),
  }
}
