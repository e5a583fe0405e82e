import type { ModelInfo } from '@parley/client'

import { trpc } from '../../api/trpc.ts'

const none: ModelInfo[] = []

/** The models that are configured on the server, and its default. */
export function useModels(): { models: ModelInfo[]; defaultModel: string | null } {
  const { data } = trpc.models.list.useQuery(undefined, { staleTime: 60_000 })
  return { models: data?.models ?? none, defaultModel: data?.defaultModel ?? null }
}

/** What to call a model; its id without the provider when it is no longer configured. */
export function useModelName(id: string | null): string {
  const { models } = useModels()
  if (id === null) return 'Assistant'
  return models.find((model) => model.id === id)?.name ?? id.slice(id.indexOf(':') + 1)
}
