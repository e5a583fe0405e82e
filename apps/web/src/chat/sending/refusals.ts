import type { CallError } from '@parley/client'

import { createStore } from '../../store.ts'

/** Why the server refused the text that is in a conversation's composer again, by draft. */
export const refusals = createStore<ReadonlyMap<string, CallError>>(new Map())

export const noteRefusal = (draft: string, error: CallError): void =>
  refusals.set(new Map(refusals.get()).set(draft, error))

export function clearRefusal(draft: string): void {
  if (!refusals.get().has(draft)) return
  const rest = new Map(refusals.get())
  rest.delete(draft)
  refusals.set(rest)
}
