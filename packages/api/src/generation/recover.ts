import { foldEvents } from '@parley/contract'
import type { Logger } from '@parley/db'

import type { Bus } from './bus.ts'
import type { Tenure } from './tenure.ts'

/** Seconds without a heartbeat after which a process counts as dead. */
export const LEASE_SECONDS = 6

/** Folds what nobody runs any more, here or in dead processes: the partial answers stay, marked `interrupted`. */
export async function recover({ log, jobs }: Tenure, bus: Bus, logger: Logger): Promise<void> {
  for (const { userId, generation, message, events } of await log.claimDead({
    leaseSeconds: LEASE_SECONDS,
    running: [...jobs.keys()],
  })) {
    const body = foldEvents(
      message,
      events.map((stored) => stored.event),
    )
    await log.finish({ userId, generationId: generation.id, status: 'interrupted', body, usage: null, error: null })
    bus.publish(generation.id, { type: 'ended' })
    logger.info({ generationId: generation.id, messageId: generation.messageId }, 'interrupted answer kept')
  }
}
