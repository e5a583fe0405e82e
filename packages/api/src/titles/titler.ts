import { titleConversation, type EndedTurn, type TitleServices } from './title-conversation.ts'

/** Names conversations in the background. Disposing gives up what is still asked and waits until nothing runs. */
export class Titler implements AsyncDisposable {
  readonly #services: TitleServices
  readonly #closing = new AbortController()
  readonly #running = new Set<Promise<unknown>>()

  constructor(services: TitleServices) {
    this.#services = services
  }

  /** To be called when a turn's answer has ended, however it did. */
  ended(turn: EndedTurn): void {
    const naming = titleConversation(this.#services, turn, { signal: this.#closing.signal }).finally(() =>
      this.#running.delete(naming),
    )
    this.#running.add(naming)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await Promise.all(this.#running)
  }
}
