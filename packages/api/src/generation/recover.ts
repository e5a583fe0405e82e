import { foldEvents } from '@parley/contract'
import type { Claimed, Logger } from '@parley/db'

import type { Changes } from '../changes/changes.ts'
import type { Bus } from './bus.ts'
import type { Tenure } from './tenure.ts'

/** Seconds without a heartbeat after which a process counts as dead. */
export const LEASE_SECONDS = 6

interface RecoverServices {
  bus: Bus
  changes: Pick<Changes, 'announceToAll'>
  logger: Logger
}

/** Folds what nobody runs any more, here or in dead processes: the partial answers stay, marked `interrupted`. */
export async function recover({ log, jobs }: Tenure, { bus, changes, logger }: RecoverServices): Promise<void> {
  const { claimed, expired } = await log.claimDead({ leaseSeconds: LEASE_SECONDS, running: [...jobs.keys()] })
  // One that cannot be folded now does not hold up the others; it is claimed again later.
  await Promise.all(
    claimed.map((one) => fold(one).catch((err: unknown) => logger.warn({ err }, 'answer was not kept yet'))),
  )
  // A process that died may have announced nothing of what it committed last.
  if (expired > 0 || claimed.length > 0) changes.announceToAll()

  async function fold({ userId, generation, message, events }: Claimed): Promise<void> {
    const body = foldEvents(
      message,
      events.map((stored) => stored.event),
    )
    await log.finish({ userId, generationId: generation.id, status: 'interrupted', body, usage: null, error: null })
    bus.publish(generation.id, { type: 'ended' })
    logger.info({ generationId: generation.id, messageId: generation.messageId }, 'interrupted answer kept')
  }
}
