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
  const pieces: Uint8Array[] = []
  let size = 0
  const stream: AsyncIterable<Uint8Array> = input
  for await (const piece of stream) {
    pieces.push(piece)
    size += piece.length
    if (size > MOST_BYTES) throw new CommandError('What was piped in is longer than any message may be.')
  }
  return decode(Buffer.concat(pieces)).replace(/[\r\n]+$/, '')
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new CommandError('What was piped in is not text in UTF-8.', { cause })
  }
}
