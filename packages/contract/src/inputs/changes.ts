import { z } from 'zod'

export const changesInput = z.object({
  /** The id of the last event that was received; the feed goes on after it. A busy database makes long ones. */
  lastEventId: z.string().max(20_000).nullish(),
})
export type ChangesInput = z.infer<typeof changesInput>
