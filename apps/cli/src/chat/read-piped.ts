import { fstatSync } from 'node:fs'
import { limits } from '@parley/contract'
import { CommandError } from '../failure.ts'

/** No message is longer in UTF-8. */
const MOST_BYTES = limits.messageCharsCeiling * 4

/**
 * What is piped or redirected into the command, without the line breaks at its end; null when nothing is. A terminal
 * or /dev/null is not read.
 */
export async function readPiped(input: typeof process.stdin): Promise<string | null> {
  const source = fstatSync(input.fd)
  if (source.isCharacterDevice()) return null
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of input) {
    const bytes = Buffer.from(piece)
    pieces.push(bytes)
    size += bytes.length
    if (size > MOST_BYTES) throw new CommandError('What was piped in is longer than any message may be.')
  }
  return decode(Buffer.concat(pieces)).replace(/[\r\n]+$/, '')
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new CommandError('What was piped in is not text in UTF-8.', { cause })
  }
}
