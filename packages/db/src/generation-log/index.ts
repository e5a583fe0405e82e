import type { ContextReceipt } from '@parley/contract'

import type { Database } from '../connect.ts'
import { claimDead, type Claim } from './claim.ts'
import { commitEvents, type NewEvent } from './commit.ts'
import { finishGeneration, saveReceipt, type Finish } from './finish.ts'
import { deregister, heartbeat, register, type GenerationKey } from './lease.ts'
import { readEvents, type LogPosition } from './read.ts'

/**
 * What the generation engine of one process writes, for all users. Everything is fenced by the lease of the process:
 * once another process has expired it, its writes change nothing. An expired process needs a new id to go on. What keeps
 * the lease goes over reserved connections, so that no flood of calls can take it away.
 *
 * @example
 * ```ts
 * import { newId } from '@parley/contract'
 * import { connect, createGenerationLog } from '@parley/db'
 *
 * await using db = connect('postgres://localhost/parley')
 * const log = createGenerationLog(db, newId())
 * await log.register()
 * const [userId, generationId] = [newId(), newId()]
 * await log.commit([{ userId, generationId, seq: 1, event: { type: 'text-delta', text: 'Once' } }])
 * await log.deregister()
 * ```
 */
export const createGenerationLog = (db: Database, processId: string) => ({
  register: () => register(db.reserved, processId),
  heartbeat: (running: string[]) => heartbeat(db.reserved, processId, running),
  deregister: () => deregister(db.reserved, processId),
  commit: (batch: NewEvent[]) => commitEvents(db.reserved, processId, batch),
  saveReceipt: (input: GenerationKey & { receipt: ContextReceipt }) => saveReceipt(db, processId, input),
  finish: (input: Finish) => finishGeneration(db, processId, input),
  read: (positions: LogPosition[]) => readEvents(db, positions),
  claimDead: (claim: Claim) => claimDead(db, processId, claim),
})
export type GenerationLog = ReturnType<typeof createGenerationLog>
