export interface PostgresMessage {
  /** The type's letter; empty for the first message of a client, which has none. */
  type: string
  /** What follows type and length. */
  body: Buffer
}

const LENGTH_BYTES = 4

/**
 * Cuts a byte stream of Postgres's protocol 3 into messages, whatever the pieces it comes in: a type byte, a length of
 * 32 bits that counts itself, a body. A client's first message has no type byte.
 */
export class MessageSplitter {
  #rest: Buffer = Buffer.alloc(0)
  #startup: boolean

  constructor(from: 'client' | 'server') {
    this.#startup = from === 'client'
  }

  push(bytes: Buffer): PostgresMessage[] {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    const messages: PostgresMessage[] = []
    for (;;) {
      const typeBytes = this.#startup ? 0 : 1
      if (this.#rest.length < typeBytes + LENGTH_BYTES) return messages
      const end = typeBytes + this.#rest.readInt32BE(typeBytes)
      if (this.#rest.length < end) return messages
      const type = this.#rest.toString('latin1', 0, typeBytes)
      messages.push({ type, body: this.#rest.subarray(typeBytes + LENGTH_BYTES, end) })
      this.#rest = this.#rest.subarray(end)
      this.#startup = false
    }
  }
}
