import type { Database, Logger } from '@parley/db'
import type { Models } from '@parley/llm'

import type { Changes } from './changes/changes.ts'
import type { Connection } from './connection.ts'
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
