import type { Conversation, Generation, Message } from '../../schema/index.ts'

/** An answer that was started, or that was there already: then `generation` is null. */
export interface Answer {
  conversation: Conversation
  assistantMessage: Message
  generation: Generation | null
}

/** A question with its answer. */
export interface Turn extends Answer {
  userMessage: Message
  /** Whether the question began a new branch beside messages that were there before it; the same in a repeated call. */
  branched: boolean
}

/** Who runs the answer, and with which model. */
export interface Runner {
  model: string
  /** The id of the process that will run the generation. */
  owner: string
}
