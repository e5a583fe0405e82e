import type { Received } from '../received.ts'

const highest = 1000

/** The numbers from 1, one a line, up to the one that was asked for: at most 1,000. */
export function countReply({ question }: Received): string {
  const asked = /\bcount\b.*?\bto\s+(\d[\d,. ]*)/is.exec(question)?.[1] ?? '10'
  const last = Math.min(Math.max(Number(asked.replace(/\D/g, '')), 1), highest)
  return Array.from({ length: last }, (_, i) => i + 1).join('\n')
}
