/** Milliseconds between two chunks of a stream. */
export const PERIOD_MS = 50

/**
 * Gives every member its turn once in 50 ms, the members spread evenly over that time, so that nothing comes in bursts.
 * A turn that comes late is not left out: the rate holds as long as the process can keep up.
 */
export class Wheel<Member> {
  readonly #slots = Array.from({ length: PERIOD_MS }, () => new Set<Member>())
  readonly #places = new Map<Member, Set<Member>>()
  readonly #started: number
  #turns = 0

  /** `started` and all other moments in milliseconds. */
  constructor(started: number) {
    this.#started = started
  }

  get size(): number {
    return this.#places.size
  }

  add(member: Member): void {
    const emptiest = this.#slots.reduce((least, slot) => (slot.size < least.size ? slot : least))
    this.#places.set(member, emptiest.add(member))
  }

  remove(member: Member): void {
    this.#places.get(member)?.delete(member)
    this.#places.delete(member)
  }

  /** Calls `take` for every member whose turn came since the last call, with the milliseconds that it is late. */
  advance(moment: number, take: (member: Member, late: number) => void): void {
    for (; this.#started + this.#turns <= moment; this.#turns++) {
      const late = moment - this.#started - this.#turns
      for (const member of this.#slots[this.#turns % PERIOD_MS] ?? []) take(member, late)
    }
  }
}
