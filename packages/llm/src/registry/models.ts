import type { LanguageModelV4 } from '@ai-sdk/provider'
import { ParleyError } from '@parley/contract'

import { providerFailure } from '../failure/provider-failure.ts'
import { createCatalog, type Catalog } from './catalog.ts'
import type { Connection, ListedModel } from './provider.ts'
import { demoModel, providers, type ProviderSettings } from './providers.ts'

export interface ModelSettings extends ProviderSettings {
  /** `provider:model`; without it the first chat model of a provider that is set up, else the demo. */
  defaultModel?: string
  /** Told when a provider does not list its models. */
  onListFailure?: (provider: string, message: string) => void
}

export interface ModelInfo {
  /** `provider:model`, for example `openai:gpt-5`. */
  id: string
  provider: string
  name: string
  /** Tokens that the model takes; null where that is not known. */
  contextWindow: number | null
  demo: boolean
}

export interface Model {
  info: ModelInfo
  languageModel: LanguageModelV4
}

export interface Models {
  /** The chat models of every provider that answers, and the default. Takes 3 seconds at most and never throws. */
  list: () => Promise<{ models: ModelInfo[]; defaultModel: string }>
  /** A model by its id, also one that its provider does not list. Throws NO_MODEL for what is not set up. */
  get: (id: string) => Promise<Model>
}

const times = { timeoutMs: 3_000, freshMs: 5 * 60_000, failedMs: 15_000 }
const demoId = `demo:${demoModel.id}`

interface Source extends Connection {
  provider: string
  catalog: Catalog
}

/** The models of these settings. Throws NO_MODEL when an address or the default model cannot be right. */
export function createModels(settings: ModelSettings): Models {
  const sources = connectAll(settings)

  async function infoOf({ provider, catalog, contextWindow }: Source, id: string): Promise<ModelInfo> {
    const listed = (await catalog.read()).find((model) => model.id === id)
    return toInfo(provider, listed ?? { id, name: id, contextWindow: null }, contextWindow)
  }
  const chosen = settings.defaultModel ? find(sources, settings.defaultModel) : null

  return {
    async list() {
      const lists = await Promise.all(
        sources.map(async ({ provider, catalog, contextWindow }) =>
          (await catalog.read()).map((model) => toInfo(provider, model, contextWindow)),
        ),
      )
      const models = lists.flat()
      const preferred = chosen ? await infoOf(chosen.source, chosen.model) : models.find(({ demo }) => !demo)
      const isListed = !preferred || models.some(({ id }) => id === preferred.id)
      return { models: isListed ? models : [preferred, ...models], defaultModel: preferred?.id ?? demoId }
    },
    async get(id) {
      const { source, model } = find(sources, id)
      return { info: await infoOf(source, model), languageModel: source.languageModel(model) }
    },
  }
}

function connectAll(settings: ModelSettings): Source[] {
  return providers.flatMap(({ id: provider, connect }) => {
    const connection = connect(settings)
    if (!connection) return []
    const catalog = createCatalog({
      ...times,
      load: (signal) => connection.list(signal),
      onFailure: (error) => settings.onListFailure?.(provider, providerFailure(error).message),
    })
    return [{ ...connection, provider, catalog }]
  })
}

function find(sources: readonly Source[], id: string): { source: Source; model: string } {
  const [provider = '', model = ''] = splitId(id)
  const source = sources.find((other) => other.provider === provider)
  if (source && model !== '' && (provider !== 'demo' || id === demoId)) return { source, model }
  throw new ParleyError('NO_MODEL', whyNot(provider, id), { field: 'model' })
}

function whyNot(provider: string, id: string): string {
  const row = providers.find((other) => other.id === provider)
  if (row?.id === 'demo') return `The only demo model is ${demoId}.`
  if (!row) return `There is no model “${id}”. Choose one from the list, for example ${demoId}.`
  if (id === `${provider}:`) return `“${id}” names no model. Choose one from the list, for example ${demoId}.`
  return `${row.name} is not set up on this server. ${row.setUp} and start it again, or choose another model, for example ${demoId}.`
}

const splitId = (id: string) => [id.slice(0, Math.max(id.indexOf(':'), 0)), id.slice(id.indexOf(':') + 1)]

const toInfo = (provider: string, { id, name, contextWindow }: ListedModel, known: Connection['contextWindow']) => ({
  id: `${provider}:${id}`,
  provider,
  name,
  contextWindow: contextWindow ?? known(id),
  demo: provider === 'demo',
})
