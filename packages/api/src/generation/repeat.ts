import { setTimeout as delay } from 'node:timers/promises'

import type { Logger } from '@parley/db'

/**
 * Does a task over and over with a pause in between, until disposed; a failure is logged and the task tried again
 * after the next pause. Disposing waits for a run in progress.
 */
export function repeat(task: () => Promise<void>, { every, name, logger }: RepeatOptions): AsyncDisposable {
  const controller = new AbortController()
  const { signal } = controller
  const loop = async () => {
    while (!signal.aborted) {
      await task().catch((err: unknown) => logger.warn({ err, task: name }, 'task failed'))
      await delay(every, undefined, { signal }).catch(() => undefined)
    }
  }
  const ended = loop()
  return {
    [Symbol.asyncDispose]: () => {
      controller.abort()
      return ended
    },
  }
}

interface RepeatOptions {
  /** Milliseconds between two runs. */
  every: number
  name: string
  logger: Logger
}
