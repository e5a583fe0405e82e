/** A line that says nothing yet: the mark of a list, a heading, a quotation, or the beginning of a line under a text. */
const MARK = /^\s*(?:(?:[-*+]|\d{1,9}[.)])(?:\s+\[[ xX]?\]?)?|#{1,6}|>+|-{2,}|={1,}|\|)\s*$/
const ROW = /^\s{0,3}\|/
const DELIMITERS = /^\s{0,3}\|[\s:|-]*$/

/**
 * The text without its end as long as that is only marks: they would show as what they are not and then jump. Inside
 * code everything shows.
 */
export function withoutUnfinished(text: string): string {
  const lines = text.split('\n')
  const from = unfinishedFrom(lines)
  return from === lines.length || isInCode(lines, from) ? text : lines.slice(0, from).join('\n')
}

/** The index of the first line to hold back; the number of lines when there is none. */
function unfinishedFrom(lines: readonly string[]): number {
  const last = lines.length - 1
  const line = lines[last] ?? ''
  const before = lines[last - 1] ?? ''
  const isFirstRow = !ROW.test(lines[last - 2] ?? '')
  if (line === '') return ROW.test(before) && isFirstRow ? last - 1 : lines.length
  if (ROW.test(line)) {
    if (!ROW.test(before)) return last
    if (isFirstRow && DELIMITERS.test(line) && cells(line) < cells(before)) return last - 1
  }
  return MARK.test(line) ? last : lines.length
}

/** Cells that are closed. */
const cells = (row: string) => row.split('|').length

function isInCode(lines: readonly string[], before: number): boolean {
  let fences = 0
  for (let i = 0; i < before; i++) if (/^\s*(?:```|~~~)/.test(lines[i] ?? '')) fences++
  return fences % 2 === 1
}
