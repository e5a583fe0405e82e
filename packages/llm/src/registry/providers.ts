import { ParleyError } from '@parley/contract'

import { createDemoModel, type DemoSettings } from '../demo/model.ts'
import { connectAnthropic } from './anthropic.ts'
import { connectCompatible, connectOpenAI } from './openai.ts'
import type { Connection } from './provider.ts'

export interface ProviderSettings {
  /** With a base URL, any OpenAI-compatible server, where the key is optional; without, OpenAI itself. */
  openai?: { apiKey?: string | undefined; baseUrl?: string | undefined }
  anthropic?: { apiKey: string; baseUrl?: string | undefined }
  demo?: DemoSettings
}

interface Provider {
  id: string
  name: string
  /** What to do when it is asked for and not set up. */
  setUp: string
  /** Null when it is not set up. */
  connect: (settings: ProviderSettings) => Connection | null
}

export const demoModel = { id: 'offline', name: 'Offline demo', contextWindow: null }

/** One row a provider, in the order in which their models are listed. */
export const providers: readonly Provider[] = [
  {
    id: 'openai',
    name: 'OpenAI',
    setUp: 'Set OPENAI_API_KEY, or OPENAI_BASE_URL for Ollama, vLLM, LM Studio or llama.cpp,',
    connect: ({ openai: { apiKey, baseUrl } = {} }) => {
      if (baseUrl) return connectCompatible({ apiKey, baseUrl: address('OPENAI_BASE_URL', baseUrl, /^$/) })
      return apiKey ? connectOpenAI({ apiKey }) : null
    },
  },
  {
    id: 'anthropic',
    name: 'Anthropic',
    setUp: 'Set ANTHROPIC_API_KEY',
    connect: ({ anthropic }) => {
      if (!anthropic?.apiKey) return null
      const { apiKey, baseUrl } = anthropic
      // Anthropic's own clients take the address without /v1, the AI SDK with it.
      const own = baseUrl || 'https://api.anthropic.com'
      return connectAnthropic({ apiKey, baseUrl: address('ANTHROPIC_BASE_URL', own, /(?<!\/v1)$/) })
    },
  },
  {
    id: 'demo',
    name: 'Demo',
    setUp: 'Choose demo:offline',
    connect: ({ demo }) => {
      const languageModel = createDemoModel(demo)
      return { list: async () => [demoModel], languageModel: () => languageModel, contextWindow: () => null }
    },
  },
]

/** A base URL without its last slash; `/v1` is added where the path says that it was left out. */
function address(setting: string, url: string, leftOut: RegExp): string {
  const { protocol, pathname, href } = URL.canParse(url) ? new URL(url) : { protocol: '', pathname: '', href: '' }
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new ParleyError('NO_MODEL', `${setting} must be an address that begins with http:// or https://.`)
  }
  const base = href.replace(/\/+$/, '')
  return leftOut.test(pathname.replace(/\/+$/, '')) ? `${base}/v1` : base
}
