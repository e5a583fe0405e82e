import { takeChars, toStorable } from '@parley/contract'

const maxChars = 200

const secrets: readonly [RegExp, string][] = [
  [/\/\/[^/\s@]+@/g, '//'],
  [/\b(bearer|basic)\s+\S+/gi, '$1 …'],
  [/\b(api[-_ ]?key|token|authorization|password|secret|key)(["']?\s*(?:[:=]|provided:)\s*["']?)[^\s"',&]+/gi, '$1$2…'],
  [/\b(?:sk|pk|rk|xai|gsk|hf|key|AIza)[-_][\w*.-]{4,}/g, '…'],
  [/\bAIza[\w-]{10,}/g, '…'],
  [/[\w+/=*-]{32,}/g, '…'],
]

/** What a provider said, fit for showing: on one line, storable, without anything that may be a key, at most
 * 200 characters. */
export function redact(text: string): string {
  let clean = toStorable(text.slice(0, maxChars * 20))
    .replace(/\s+/g, ' ')
    .trim()
  for (const [pattern, replacement] of secrets) clean = clean.replace(pattern, replacement)
  const start = takeChars(clean, maxChars)
  return start === clean ? clean : `${takeChars(clean, maxChars - 1)}…`
}
