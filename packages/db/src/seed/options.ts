export interface SeedOptions {
  /** Who gets the samples: so many sample users, or one account that is there. */
  owners: number | { userId: string }
  /** Conversations per owner. */
  conversations: number
  /** Messages per conversation on average; a few have many times as many. */
  messages: number
  /** Tasks per owner. */
  tasks: number
  /** Another seed gives other samples. */
  seed: number
  /** When the newest sample may have been written at the latest. */
  until: Date
  /** Stops after what is being stored; a later run with the same options goes on. */
  signal?: AbortSignal
  onProgress?: (soFar: SeedCounts) => void
}

export interface SeedCounts {
  /** What was stored. */
  users: number
  conversations: number
  messages: number
  tasks: number
  /** Conversations that were there already, and were left as they are. */
  already: number
}
