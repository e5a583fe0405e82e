import type { Database, Logger } from '@parley/db'
import type { Models } from '@parley/llm'

import type { Changes } from './changes/changes.ts'
import type { Engine } from './generation/engine.ts'
import type { Readers } from './readers.ts'

/** What the server makes once and every call shares. */
export interface Services {
  db: Database
  models: Models
  engine: Engine
  changes: Changes
  readers: Readers
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
  connection: Connection
}

/** The socket a call came over. */
export interface Connection {
  /** Bytes that it has not taken yet. */
  backlog: () => number
  /** Answers that are followed over it now. */
  follows: number
  /** Feeds of changes that are open over it now. */
  feeds: number
  /** Queries and mutations that are under way over it. */
  calls: number
}

/** For calls that come over no socket. */
export const noSocket = (): Connection => ({ backlog: () => 0, follows: 0, feeds: 0, calls: 0 })
