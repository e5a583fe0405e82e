import { foldEvents } from '@parley/contract'
import type { GenerationLog, Logger } from '@parley/db'

import type { Bus } from './bus.ts'

/** Seconds without a heartbeat after which a process counts as dead. */
const LEASE_SECONDS = 6

/** Folds what dead processes left behind: their partial answers stay, marked `interrupted`. */
export async function recover(log: GenerationLog, bus: Bus, logger: Logger): Promise<void> {
  for (const { userId, generation, message, events } of await log.claimDead({ leaseSeconds: LEASE_SECONDS })) {
    const body = foldEvents(
      message,
      events.map((stored) => stored.event),
    )
    await log.finish({ userId, generationId: generation.id, status: 'interrupted', body, usage: null, error: null })
    bus.publish(generation.id, { type: 'ended' })
    logger.info({ generationId: generation.id, messageId: generation.messageId }, 'interrupted answer kept')
  }
}
