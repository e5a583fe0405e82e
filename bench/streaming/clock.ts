/** Microseconds on a clock that all processes of one machine share. */
export function now(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1e6 + nanoseconds / 1e3
}

/** Every chunk of the provider has this length: the moment of its sending, then words. */
export const CHUNK_CHARS = 24
const STAMP_CHARS = 15
const WORDS = ' in words'

/** A chunk that tells when it was sent. */
export const stamped = (moment: number): string => String(Math.floor(moment)).padStart(STAMP_CHARS, '0') + WORDS

/** When each chunk of a text was sent. Throws for a text that is not made of whole chunks. */
export function* momentsOf(text: string): Generator<number> {
  if (text.length % CHUNK_CHARS !== 0) throw new Error('A text was cut within a chunk.')
  for (let at = 0; at < text.length; at += CHUNK_CHARS) {
    const moment = Number(text.slice(at, at + STAMP_CHARS))
    if (!(moment > 0) || !text.startsWith(WORDS, at + STAMP_CHARS)) throw new Error('A text holds no moments.')
    yield moment
  }
}
