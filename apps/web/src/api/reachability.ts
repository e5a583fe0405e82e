import type { ConnectionState } from '@parley/client'

import { createStore, type Store } from '../store.ts'

/** A break shorter than this is not worth telling, in milliseconds. */
const GRACE = 1_000
const PROBE_EVERY = 2_000

/** Whether the server answers. False only once it has been away for more than a second. */
export const reachable: Store<boolean> = createStore(true)

let grace: ReturnType<typeof setTimeout> | undefined

/** The socket's state: it is `connecting` also while it tries again. */
export function noteSocket(state: ConnectionState): void {
  if (state === 'connecting') noteNoAnswer()
  else if (state === 'open') noteAnswer()
}

/** A call got no answer. */
export function noteNoAnswer(): void {
  grace ??= setTimeout(lost, GRACE)
}

/** A call got an answer, whatever it said. */
export function noteAnswer(): void {
  clearTimeout(grace)
  grace = undefined
  reachable.set(true)
}

function lost(): void {
  if (!reachable.get()) return
  reachable.set(false)
  void probe()
}

async function probe(): Promise<void> {
  while (!reachable.get()) {
    await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY))
    const response = await fetch('/healthz', { cache: 'no-store' }).catch(() => null)
    if (response?.ok) noteAnswer()
  }
}
