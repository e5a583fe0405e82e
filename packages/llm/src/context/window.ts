import type { Body, ContextReceipt, Role } from '@parley/contract'

/** A message of the active branch, as it is stored. */
export interface ContextMessage extends Body {
  id: string
  role: Role
}

export interface ChosenWindow {
  messages: ContextMessage[]
  dropped: ContextReceipt['dropped']
  /** Tokens of the chosen messages. */
  tokens: number
}

interface Bounds {
  /** Messages; an answer that is being continued is not counted. */
  contextLimit: number
  /** Tokens; Infinity where the model's window is not known. */
  budget: number
  cost: (message: ContextMessage) => number
}

/**
 * The newest messages within both bounds, oldest first. The newest user message is always in, and so is an assistant
 * message at the end: an answer that is continued must see what it saw before.
 */
export function chooseWindow(branch: readonly ContextMessage[], { contextLimit, budget, cost }: Bounds): ChosenWindow {
  const last = branch.at(-1)
  const begun = last?.role === 'assistant' ? [last] : []
  const history = branch.slice(0, branch.length - begun.length)
  const question = history.findLast((message) => message.role === 'user')
  const window = lastMessages(history, contextLimit, question)

  const kept = new Set(question ? [question] : [])
  let tokens = [...begun, ...kept].reduce((sum, message) => sum + cost(message), 0)
  for (const message of window.toReversed()) {
    if (message === question) continue
    const more = cost(message)
    if (tokens + more > budget) break
    tokens += more
    kept.add(message)
  }

  return {
    messages: [...window.filter((message) => kept.has(message)), ...begun],
    dropped: { limit: history.length - window.length, tokens: window.length - kept.size },
    tokens,
  }
}

function lastMessages(history: readonly ContextMessage[], limit: number, question: ContextMessage | undefined) {
  const window = history.slice(-limit)
  return question && !window.includes(question) ? [question, ...window.slice(1)] : window
}
