import type { ContextReceipt } from '@parley/contract'

import type { Database } from '../connect.ts'
import { claimDead, type Claim } from './claim.ts'
import { commitEvents, type NewEvent } from './commit.ts'
import { finishGeneration, saveReceipt, type Finish } from './finish.ts'
import { deregister, heartbeat, register, type GenerationKey } from './lease.ts'

/**
 * What the generation engine of one process writes, for all users. Everything is fenced by the lease of the process:
 * once another process has expired it, its writes change nothing. An expired process needs a new id to go on.
 */
export const createGenerationLog = (db: Database, processId: string) => ({
  register: () => register(db, processId),
  heartbeat: () => heartbeat(db, processId),
  deregister: () => deregister(db, processId),
  commit: (batch: NewEvent[]) => commitEvents(db, processId, batch),
  saveReceipt: (input: GenerationKey & { receipt: ContextReceipt }) => saveReceipt(db, processId, input),
  finish: (input: Finish) => finishGeneration(db, processId, input),
  claimDead: (claim: Claim) => claimDead(db, processId, claim),
})
export type GenerationLog = ReturnType<typeof createGenerationLog>
