import { takeChars } from '@parley/contract'

/** The text in words, each with the white space after it; joined they are the text again. */
export const splitWords = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? []

/** The start of a text on one line, with Markdown taken literally. */
export function firstWords(text: string, count: number): string {
  const words = text.trim().split(/\s+/)
  const start = words.slice(0, count).join(' ')
  const short = takeChars(start, 80)
  const more = words.length > count || short !== start
  return short.replace(/[\\`*_{}[\]<>#|~$]/g, '\\$&') + (more ? '…' : '')
}
