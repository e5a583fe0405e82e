import { createHash } from 'node:crypto'

/** Chance that always falls the same way for the same key, on every machine: no function in it rounds differently. */
export interface Random {
  /** From 0, below 1. */
  next(): number
  /** A whole number between two, both included. */
  between(low: number, high: number): number
  chance(probability: number): boolean
  pick<Item>(items: readonly [Item, ...Item[]]): Item
  /** Mostly small, now and then many times the mean (Lomax with shape 2); at most `most`. */
  longTail(mean: number, most: number): number
}

const RANGE = 2 ** 32

/** A stream of its own for each key (the generator sfc32 by C. Doty-Humphrey, started from a SHA-256 of the key). */
export function createRandom(...key: readonly (string | number)[]): Random {
  const digest = createHash('sha256').update(JSON.stringify(key)).digest()
  let a = digest.readInt32LE(0)
  let b = digest.readInt32LE(4)
  let c = digest.readInt32LE(8)
  let counter = digest.readInt32LE(12)
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / RANGE
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
    longTail: (mean, most) => Math.min(most, mean * (1 / Math.sqrt(1 - next()) - 1)),
  }
}

/** A UUIDv7 (RFC 9562, section 5.7) of a moment, in milliseconds of Unix time. */
export function idAt(moment: number, random: Random): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
  const time = hex(moment, 12)
  const variant = hex(0x8000 | random.between(0, 0x3fff), 4)
  const tail = hex(random.between(0, 0xffffff), 6) + hex(random.between(0, 0xffffff), 6)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(random.between(0, 0xfff), 3)}-${variant}-${tail}`
}
