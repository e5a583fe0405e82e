import { ParleyError } from '@parley/contract'

import { backoff, retry } from './retry.ts'

/** How long the database may be away before what needs it is given up, in milliseconds. */
export const OUTAGE_MS = 30_000

const BACKOFF = { first: 50, most: 1_000 }

export const isUnavailable = (error: unknown): boolean => error instanceof ParleyError && error.reason === 'UNAVAILABLE'

interface Patience {
  outageMs?: number | undefined
  /** Nothing is waited for once it is aborted. */
  signal?: AbortSignal | undefined
}

/** Does a task again while the database cannot be reached. The task must bear being done twice. */
export function untilAvailable<Result>(
  task: () => Promise<Result>,
  { outageMs = OUTAGE_MS, signal }: Patience = {},
): Promise<Result> {
  const started = performance.now()
  return retry(task, {
    signal,
    wait: (error, failures) => {
      const left = started + outageMs - performance.now()
      return isUnavailable(error) && left > 0 ? Math.min(backoff(failures, BACKOFF), left) : null
    },
  })
}
