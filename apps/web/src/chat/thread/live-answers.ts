import type { FollowEvent, Message, Tracked } from '@parley/client'
import { foldEvents, type GenerationEvent } from '@parley/contract'

type StoredMessage = Extract<FollowEvent, { type: 'finish' }>['message']

export interface LiveAnswersOptions {
  /** Goes on by itself after the connection was lost; throws what the server refused. */
  follow: (
    ref: { conversationId: string; messageId: string },
    signal: AbortSignal,
  ) => AsyncIterable<Tracked<FollowEvent>>
  /** Called with the finished message, and with null when it cannot be followed: read it again. */
  onEnd: (conversationId: string, message: StoredMessage | null) => void
  /** Calls back before the next paint. */
  schedule?: (callback: () => void) => void
}

interface Followed {
  message: Message
  pending: GenerationEvent[]
  listeners: Set<() => void>
  leaving: AbortController
}

/**
 * Answers while they are written. They live outside the query cache, so that a new word renders its own message and
 * nothing else; what arrives between two frames is folded at once.
 */
export class LiveAnswers {
  readonly #options: LiveAnswersOptions
  readonly #followed = new Map<string, Followed>()

  constructor(options: LiveAnswersOptions) {
    this.#options = options
  }

  /** Follows an answer for as long as somebody listens. */
  watch(message: Message, listener: () => void): () => void {
    const followed = this.#followed.get(message.id) ?? this.#start(message)
    followed.listeners.add(listener)
    return () => {
      followed.listeners.delete(listener)
      if (followed.listeners.size > 0) return
      followed.leaving.abort()
      if (this.#followed.get(message.id) === followed) this.#followed.delete(message.id)
    }
  }

  /** The answer as it stands, if it is followed. */
  read(messageId: string): Message | undefined {
    return this.#followed.get(messageId)?.message
  }

  #start(message: Message): Followed {
    const followed: Followed = {
      message,
      pending: [],
      listeners: new Set(),
      leaving: new AbortController(),
    }
    this.#followed.set(message.id, followed)
    void this.#follow(followed)
    return followed
  }

  async #follow(followed: Followed): Promise<void> {
    const { conversationId, id: messageId } = followed.message
    try {
      for await (const { data } of this.#options.follow({ conversationId, messageId }, followed.leaving.signal)) {
        this.#take(followed, data)
        if (data.type === 'finish') return
      }
    } catch {
      this.#options.onEnd(conversationId, null)
    }
  }

  #take(followed: Followed, event: FollowEvent): void {
    if (event.type === 'text-delta' || event.type === 'reasoning-delta') {
      followed.pending.push(event)
      if (followed.pending.length > 1) return
      return (this.#options.schedule ?? requestAnimationFrame)(() => this.#fold(followed))
    }
    followed.pending = []
    this.#show(followed, { ...followed.message, ...event.message })
    if (event.type === 'finish') this.#options.onEnd(event.message.conversationId, event.message)
  }

  #fold(followed: Followed): void {
    if (followed.pending.length === 0) return
    const body = foldEvents(followed.message, followed.pending)
    followed.pending = []
    this.#show(followed, { ...followed.message, ...body })
  }

  #show(followed: Followed, message: Message): void {
    followed.message = message
    for (const listener of followed.listeners) listener()
  }
}
