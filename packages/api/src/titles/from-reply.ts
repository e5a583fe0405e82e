import { shorten } from './shorten.ts'

/** Longer lines are no titles; this much of one is looked at. */
const LINE_CHARS = 1_000

const thinkingTag = '(?:think|thinking|thought|reasoning)'
const thinkingEnds = new RegExp(`</${thinkingTag}>`, 'i')
const thinkingBegins = new RegExp(`<${thinkingTag}>`, 'i')

/** What cannot be stored or is not seen, bidi controls among it; the joiners that scripts and emoji need stay. */
const unseen = /(?!\s|\u200C|\u200D|\uFE0F)[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu

const label = /^(?:title|titel|titre|título|titolo|标题|タイトル)\s*[:：]\s*(?=\S)/iu
const isFence = (line: string) => line.startsWith('```') || line.startsWith('~~~')
const isJson = (line: string) => /^(?:\{|\[\s*(?:["'{[]|$))/.test(line)
const isAnnouncement = (line: string) => /[:：]$/.test(line)
const says = /[\p{L}\p{N}]/u

/**
 * The title in a model's reply: the first line that can be one, as plain text of 1 to 60 characters that can be stored.
 * Null when there is none.
 */
export function titleFromReply(reply: string): string | null {
  const [spoken = ''] = (reply.split(thinkingEnds).at(-1) ?? '').split(thinkingBegins)
  const lines = spoken
    .split(/[\n\r\u2028\u2029]/)
    .map((line) => line.slice(0, LINE_CHARS).replace(unseen, '').trim())
    .filter((line) => line !== '' && !isFence(line))
  if (isJson(lines[0] ?? '')) return null
  const line = lines.map(plain).find((text) => says.test(text) && !isAnnouncement(text))
  const title = shorten(line ?? '')
  return says.test(title) ? title : null
}

/** A line without Markdown, a label, quotes around it and a full stop at its end. */
function plain(line: string): string {
  const text = line
    .replace(/^(?:[#>*+-]+\s+)+/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<\/?title>/gi, '')
    .replace(/\*\*|__|`/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return bare(bare(text).replace(label, ''))
}

const quotes = ['""', "''", '“”', '„“', '‘’', '«»', '「」', '『』', '**', '__'].map(([open = '', close = '']) => ({
  open,
  close,
}))

/** Without quotes around it and a full stop at its end, in whatever order they come; "the U.S." keeps its stop. */
function bare(text: string): string {
  const unstopped = text.replace(/(?<=[^\s.]{2})[.。]$/u, '')
  const inner = unstopped.slice(1, -1)
  const quoted = quotes.some(
    ({ open, close }) =>
      unstopped.length > 2 &&
      unstopped.startsWith(open) &&
      unstopped.endsWith(close) &&
      !inner.includes(open) &&
      !inner.includes(close),
  )
  const rest = (quoted ? inner : unstopped).trim()
  return rest === text ? text : bare(rest)
}
