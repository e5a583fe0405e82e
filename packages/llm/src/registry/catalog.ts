import type { ListedModel } from './provider.ts'

export interface Catalog {
  /** The provider's models. Never throws and never takes longer than the timeout. */
  read: () => Promise<readonly ListedModel[]>
}

interface CatalogSettings {
  load: (signal: AbortSignal) => Promise<readonly ListedModel[]>
  onFailure: (error: unknown) => void
  timeoutMs: number
  /** How long a list is good for, and how long a failure is not tried again. */
  freshMs: number
  failedMs: number
}

/** Keeps a provider's list of models. When it cannot be read again the last one stays. */
export function createCatalog({ load, onFailure, timeoutMs, freshMs, failedMs }: CatalogSettings): Catalog {
  let models: readonly ListedModel[] = []
  let readAgainAt = -Infinity
  let reading: Promise<readonly ListedModel[]> | null = null

  async function refresh(): Promise<readonly ListedModel[]> {
    try {
      models = await load(AbortSignal.timeout(timeoutMs))
      readAgainAt = performance.now() + freshMs
    } catch (error) {
      readAgainAt = performance.now() + failedMs
      onFailure(error)
    }
    return models
  }

  return {
    async read() {
      if (performance.now() < readAgainAt) return models
      reading ??= refresh().finally(() => {
        reading = null
      })
      return reading
    },
  }
}
