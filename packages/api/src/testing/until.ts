import { vi } from 'vitest'

/** The probe's answer as soon as it throws no more; gives up after 10 seconds with its last error. */
export const until = <Answer>(probe: () => Answer | Promise<Answer>): Promise<Answer> =>
  vi.waitFor(probe, { timeout: 10_000, interval: 5 })
