import { newId } from '@parley/contract'
import { createGenerationLog, type Database, type GenerationLog, type Logger } from '@parley/db'

import type { Bus } from './bus.ts'
import type { EndReason, Job } from './job.ts'
import { Writer } from './writer.ts'

/**
 * The time for which this process holds one lease. A process that was paused for longer than its lease has lost all it
 * ran to another one; it goes on under a new id.
 */
export class Tenure {
  readonly processId = newId()
  readonly log: GenerationLog
  readonly writer: Writer
  readonly jobs = new Map<string, Job>()

  private constructor(db: Database, bus: Bus, logger: Logger) {
    this.log = createGenerationLog(db, this.processId)
    this.writer = new Writer({
      log: this.log,
      logger,
      onCommitted: ({ generationId }, events) => bus.publish(generationId, { type: 'events', events }),
    })
  }

  static async begin(db: Database, bus: Bus, logger: Logger): Promise<Tenure> {
    const tenure = new Tenure(db, bus, logger)
    await tenure.log.register()
    return tenure
  }

  /** Ends what runs; resolves when all of it is folded. */
  async endAll(reason: EndReason): Promise<void> {
    for (const job of this.jobs.values()) job.end(reason)
    await this.idle()
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    await Promise.all([...this.jobs.values()].map((job) => job.done))
  }
}
