import { errorOf, type Message } from '@parley/client'
import { notifyManager } from '@tanstack/react-query'

import type { TrpcUtils } from '../../api/trpc.ts'
import { createStore } from '../../store.ts'
import { toastProblem } from '../../ui/toast.ts'
import { refreshBranch } from './refresh-branch.ts'

export type Step = -1 | 1

/** A choice among the versions of a message. It lasts until the one that was chosen is shown, or the choice failed. */
interface Choice {
  /** The versions as far as they are known: one of them is shown at any time. */
  ids: readonly string[]
  /** How far from the version that was shown first. */
  steps: number
  /** The side that was pressed last. */
  step: Step
}

export const choosing = createStore<Choice | null>(null)

/** Goes on with the choice that is under way for a message; false when there is none. */
export function stepOn(messageId: string, step: Step): boolean {
  const choice = choosing.get()
  if (!choice?.ids.includes(messageId)) return false
  choosing.set({ ...choice, steps: choice.steps + step, step })
  return true
}

/**
 * Makes the branch through the version before a message (-1) or after it (1) the active one, and shows it. What it
 * throws is for `toastNotShown`.
 */
export async function showVersion(
  utils: TrpcUtils,
  { conversationId, messageId }: Pick<Message, 'conversationId'> & { messageId: string },
  step: Step,
): Promise<void> {
  choosing.set({ ids: [messageId], steps: step, step })
  try {
    const versions = await utils.client.messages.siblings.query({ conversationId, messageId })
    const ids = versions.map(({ id }) => id)
    let shown = messageId
    for (;;) {
      const next = settle(ids, messageId)
      if (next === undefined || next === shown) return
      await utils.client.conversations.switchHead.mutate({ id: conversationId, messageId: next })
      shown = next
      // What was pressed meanwhile goes on from there at once.
      if (settle(ids, messageId) !== shown) continue
      await refreshBranch(utils, conversationId)
      await threadIsTold()
    }
  } finally {
    if (choosing.get()?.ids.includes(messageId)) choosing.set(null)
  }
}

/** What is changed in the cache is shown a moment later, in its turn. */
const threadIsTold = () => new Promise<void>((resolve) => notifyManager.schedule(resolve))

/** The version that the steps lead to from the first; they end where the versions do. */
function settle(ids: readonly string[], first: string): string | undefined {
  const choice = choosing.get()
  const from = ids.indexOf(first)
  // Another message's choice may have begun since: it shows the branch.
  if (!choice?.ids.includes(first) || from === -1) return undefined
  const to = Math.min(Math.max(from + choice.steps, 0), ids.length - 1)
  choosing.set({ ...choice, ids, steps: to - from })
  return ids[to]
}

export const toastNotShown = (error: unknown): void =>
  toastProblem(`The other version was not shown: ${errorOf(error).message}`)
