import { z } from 'zod'

/** The number of characters (code points), which is how Postgres's `char_length` counts. */
export function countChars(text: string): number {
  let count = text.length
  for (let i = 0; i < text.length - 1; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(i + 1))) {
      count--
      i++
    }
  }
  return count
}

const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff

/** The first `max` characters of a text; never half a surrogate pair. */
export function takeChars(text: string, max: number): string {
  if (text.length <= max) return text
  return Array.from(text.slice(0, max * 2))
    .slice(0, max)
    .join('')
}

/** Whether Postgres can store the text exactly: no U+0000 and no lone surrogate. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/** Text that nobody typed (a model's output) made storable: U+0000 and lone surrogates become U+FFFD. */
export function toStorable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{FFFD}')
}

/** Any character that leaves a mark: neither white space nor one that is not shown. */
const visible = /[^\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u

/**
 * Text that a person sends: stored exactly as sent or refused with a reason.
 * `blank: false` also refuses text in which nothing can be seen.
 */
export function textSchema({ max, blank }: { max: number; blank: boolean }) {
  return z
    .string()
    .refine((text) => blank || visible.test(text), { error: 'Must not be empty', abort: true })
    .refine((text) => countChars(text) <= max, {
      error: `Must be at most ${max.toLocaleString('en')} characters`,
      abort: true,
    })
    .refine(isStorable, { error: 'Contains a character that cannot be stored (U+0000 or half of a surrogate pair)' })
}
