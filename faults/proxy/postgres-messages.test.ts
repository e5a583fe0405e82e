import fc from 'fast-check'
import { expect, test } from 'vitest'

import { MessageSplitter } from './postgres-messages.ts'

function encode(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type, 'latin1'), length, body])
}

const message = fc.record({
  type: fc.constantFrom('Q', 'P', 'B', 'S', 'Z', 'D'),
  body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
})

/** The bytes in pieces of these lengths, over and over. */
function pieces(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const cut: Buffer[] = []
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const length = lengths[index % lengths.length] ?? 1
    cut.push(bytes.subarray(at, at + length))
    at += length
  }
  return cut
}

test('messages are the same whatever the pieces that they come in', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 })
  fc.assert(
    fc.property(fc.array(message), lengths, (messages, cuts) => {
      const bytes = Buffer.concat(messages.map(({ type, body }) => encode(type, body)))
      const splitter = new MessageSplitter('server')
      expect(pieces(bytes, cuts).flatMap((piece) => splitter.push(piece))).toEqual(messages)
    }),
  )
})

test("a client's first message has no type", () => {
  const startup = Buffer.from('\0\x03\0\0user\0parley\0\0')
  const splitter = new MessageSplitter('client')
  const bytes = Buffer.concat([encode('', startup), encode('Q', Buffer.from('begin\0'))])
  expect(splitter.push(bytes)).toEqual([
    { type: '', body: startup },
    { type: 'Q', body: Buffer.from('begin\0') },
  ])
})
