import { ParleyError } from '@parley/contract'
import pRetry from 'p-retry'

/** How long the database may be away before what needs it is given up, in milliseconds. */
const OUTAGE_MS = 30_000

/** Does a task again while the database cannot be reached. The task must bear being done twice. */
export function untilAvailable<Result>(task: () => Promise<Result>, outageMs = OUTAGE_MS): Promise<Result> {
  return pRetry(task, {
    retries: Infinity,
    maxRetryTime: outageMs,
    minTimeout: 50,
    maxTimeout: 1_000,
    randomize: true,
    shouldRetry: ({ error }) => error instanceof ParleyError && error.reason === 'UNAVAILABLE',
  })
}
