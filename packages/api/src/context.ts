import type { Database, Logger } from '@parley/db'
import type { Models } from '@parley/llm'

import type { Engine } from './generation/engine.ts'

/** What the server makes once and every call shares. */
export interface Services {
  db: Database
  models: Models
  engine: Engine
  logger: Logger
  /** The longest message a person may send, in characters (MAX_MESSAGE_CHARS). */
  maxMessageChars: number
}

/** Who calls. */
export interface Session {
  userId: string
  /** A guest has rows but no way to sign in again. */
  guest: boolean
}

export interface Context extends Services {
  session: Session | null
  /** Names this request in the log and in a masked error. */
  requestId: string
  /** Bytes that the caller's socket has not taken yet; always 0 for a call that is not over a socket. */
  backlog: () => number
}
