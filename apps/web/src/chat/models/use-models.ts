import type { ModelInfo } from '@parley/client'
import { limits } from '@parley/contract'

import { trpc } from '../../api/trpc.ts'

const none: ModelInfo[] = []

interface Models {
  models: ModelInfo[]
  defaultModel: string | null
  /** How long a message may be on this server, in characters. */
  maxMessageChars: number
}

/** The models that are configured on the server, its default, and how much they take. */
export function useModels(): Models {
  const { data } = trpc.models.list.useQuery(undefined, { staleTime: 60_000 })
  return {
    models: data?.models ?? none,
    defaultModel: data?.defaultModel ?? null,
    maxMessageChars: data?.maxMessageChars ?? limits.messageChars,
  }
}

/** What to call a model; its id without the provider when it is no longer configured. */
export function useModelName(id: string | null): string {
  const { models } = useModels()
  if (id === null) return 'Assistant'
  return models.find((model) => model.id === id)?.name ?? id.slice(id.indexOf(':') + 1)
}
