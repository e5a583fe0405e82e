import { errorOf, type FollowEvent, type Message } from '@parley/client'
import { foldEvents, type GenerationEvent } from '@parley/contract'

type StoredMessage = Extract<FollowEvent, { type: 'finish' }>['message']

interface Handlers {
  onEvent: (event: FollowEvent) => void
  onError: (error: unknown) => void
  onComplete: () => void
}

export interface LiveAnswersOptions {
  follow: (ref: { conversationId: string; messageId: string }, handlers: Handlers) => { unsubscribe: () => void }
  /** Called with the finished message, and with null when there is nothing to follow: read it again. */
  onEnd: (conversationId: string, message: StoredMessage | null) => void
  /** Calls back before the next paint. */
  schedule?: (callback: () => void) => void
  retryDelay?: number
}

interface Followed {
  message: Message
  pending: GenerationEvent[]
  ended: boolean
  listeners: Set<() => void>
  unsubscribe: () => void
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
      followed.unsubscribe()
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
      ended: false,
      listeners: new Set(),
      unsubscribe: () => {},
    }
    this.#followed.set(message.id, followed)
    this.#subscribe(followed)
    return followed
  }

  #subscribe(followed: Followed): void {
    const { conversationId, id: messageId } = followed.message
    const again = () => {
      if (followed.ended) return
      const timer = setTimeout(() => this.#subscribe(followed), this.#options.retryDelay ?? 2_000)
      followed.unsubscribe = () => clearTimeout(timer)
    }
    const subscription = this.#options.follow(
      { conversationId, messageId },
      {
        onEvent: (event) => this.#take(followed, event),
        onError: (error) => {
          if (errorOf(error).reason !== 'NOT_FOUND') return again()
          followed.ended = true
          this.#options.onEnd(conversationId, null)
        },
        onComplete: again,
      },
    )
    followed.unsubscribe = () => subscription.unsubscribe()
  }

  #take(followed: Followed, event: FollowEvent): void {
    if (event.type === 'text-delta' || event.type === 'reasoning-delta') {
      followed.pending.push(event)
      if (followed.pending.length > 1) return
      return (this.#options.schedule ?? requestAnimationFrame)(() => this.#fold(followed))
    }
    followed.pending = []
    followed.ended = event.type === 'finish'
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
