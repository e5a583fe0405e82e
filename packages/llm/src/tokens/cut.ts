const maxRun = 256

/**
 * The text in pieces of which none has more than 256 characters without a change between white space and the rest.
 * A tokenizer's time grows with the square of such a run; ordinary text stays in one piece.
 */
export function cutRuns(text: string): string[] {
  const pieces: string[] = []
  let start = 0
  let run = 0
  let blank = false
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (isBlank(unit) !== blank) {
      blank = !blank
      run = 0
    }
    if (++run > maxRun && !isLowSurrogate(unit)) {
      pieces.push(text.slice(start, i))
      start = i
      run = 1
    }
  }
  pieces.push(text.slice(start))
  return pieces
}

/** `count` pieces of `size` characters, evenly spread over a longer text. */
export function samples(text: string, count: number, size: number): string[] {
  const step = (text.length - size) / (count - 1)
  return Array.from({ length: count }, (_, i) => text.slice(Math.round(i * step), Math.round(i * step) + size))
}

const isBlank = (unit: number) => unit === 32 || (unit >= 9 && unit <= 13) || unit === 0xa0 || unit === 0x3000
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff
