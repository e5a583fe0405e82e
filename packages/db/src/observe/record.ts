import { ParleyError, type ErrorReason } from '@parley/contract'

import { codeOf } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { Facts } from './facts.ts'

/** One call of the repository that has ended. */
export interface Operation {
  /** For example `messages.append`. */
  name: string
  /** `ok`, or why it was refused. */
  outcome: 'ok' | ErrorReason
  /** Milliseconds, waiting for a connection included. */
  ms: number
}

export interface Ended {
  name: string
  ms: number
  facts: Facts
  /** Reads of an answer that is being written come many times a second: they are logged at debug. */
  level: 'info' | 'debug'
}

export interface Recorder {
  done(ended: Ended): void
  failed(ended: Ended, error: unknown): void
}

/** Logs each operation once and tells `onOperation`; null when there is neither. */
export function createRecorder(
  logger: Logger | undefined,
  onOperation: ((operation: Operation) => void) | undefined,
): Recorder | null {
  if (!logger && !onOperation) return null
  return {
    done({ name, ms, facts, level }) {
      onOperation?.({ name, outcome: 'ok', ms })
      logger?.[level]({ operation: name, ...facts, ms, outcome: 'ok' }, 'operation')
    },
    failed({ name, ms, facts, level }, error) {
      const refusal = error instanceof ParleyError ? error : null
      const outcome = refusal?.reason ?? 'INTERNAL'
      onOperation?.({ name, outcome, ms })
      const fields = { operation: name, ...facts, ms, outcome }
      if (refusal === null) logger?.error({ ...fields, ...faultOf(error) }, 'operation failed')
      else if (refusal.reason !== 'UNAVAILABLE') logger?.[level]({ ...fields, ...faultOf(refusal.cause) }, 'operation')
      else logger?.warn({ ...fields, ...faultOf(refusal.cause), problem: refusal.message }, 'operation failed')
    },
  }
}

/** What may be told of an error: the text of a database error quotes the row. */
function faultOf(error: unknown): Facts {
  const code = codeOf(error)
  return code === '' ? {} : { code }
}
