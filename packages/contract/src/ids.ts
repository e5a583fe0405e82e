import { z } from 'zod'

/** Any RFC 9562 UUID, in lower case as Postgres prints it. Ids made by Parley are version 7. */
export const idSchema = z.uuid().toLowerCase()

const COUNTER_BITS = 12
let lastTime = 0
let counter = 0

/**
 * A new UUIDv7: 48 bits of Unix time in milliseconds, a 12-bit counter, 62 random bits (RFC 9562, section 5.7 and
 * section 6.2, method 1). Ids made by one process sort in the order they were made, also within a millisecond and when
 * the clock steps back.
 */
export function newId(now: number = Date.now()): string {
  const random = crypto.getRandomValues(new Uint8Array(16))
  const view = new DataView(random.buffer)
  if (now > lastTime) {
    lastTime = now
    counter = view.getUint16(6) & 0x7ff
  } else if (++counter >= 1 << COUNTER_BITS) {
    lastTime += 1
    counter = 0
  }
  view.setUint32(0, Math.floor(lastTime / 0x1_0000))
  view.setUint16(4, lastTime % 0x1_0000)
  view.setUint16(6, 0x7000 | counter)
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f))
  const hex = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
