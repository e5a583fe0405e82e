import { setTimeout as delay } from 'node:timers/promises'

interface RetryOptions {
  /** Milliseconds to wait after the given number of failures; null to throw the error. */
  wait: (error: unknown, failures: number) => number | null
  /** Ends a wait at once with its reason. A try that runs is not touched. */
  signal?: AbortSignal | undefined
}

/** Does a task again after failures that may pass. The task must bear being done twice. */
export async function retry<Result>(task: () => Promise<Result>, { wait, signal }: RetryOptions): Promise<Result> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await task()
    } catch (error) {
      signal?.throwIfAborted()
      const milliseconds = wait(error, failures)
      if (milliseconds === null) throw error
      await delay(milliseconds, undefined, signal && { signal }).catch(() => signal?.throwIfAborted())
    }
  }
}

/** A wait that doubles with every failure, in milliseconds, at random between its half and its whole. */
export function backoff(failures: number, { first, most }: { first: number; most: number }): number {
  return Math.min(first * 2 ** (failures - 1), most) * (0.5 + Math.random() / 2)
}
