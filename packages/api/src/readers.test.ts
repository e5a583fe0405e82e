import { expect, it } from 'vitest'

import { noSocket } from './connection.ts'
import { Readers } from './readers.ts'

const tooMany = expect.objectContaining({ reason: 'TOO_MANY_REQUESTS', retryAfter: 1 })

it('a user has so many feeds over all sockets and no more, and nobody else is kept from theirs', () => {
  const readers = new Readers()
  const taken = Array.from({ length: 8 }, () => {
    const socket = noSocket()
    return Array.from({ length: 8 }, () => readers.take('feeds', 'one', socket))
  })
  expect(() => readers.take('feeds', 'one', noSocket())).toThrow(tooMany)
  using _other = readers.take('feeds', 'other', noSocket())
  using _follow = readers.take('follows', 'one', noSocket())
  taken[0]?.[0]?.[Symbol.dispose]()
  using _again = readers.take('feeds', 'one', noSocket())
})

it('a socket has 8 feeds and 256 followed answers, and takes more when one has ended', () => {
  const readers = new Readers()
  const socket = noSocket()
  for (const [kind, most] of [
    ['feeds', 8],
    ['follows', 256],
  ] as const) {
    const taken = Array.from({ length: most }, () => readers.take(kind, 'one', socket))
    expect(() => readers.take(kind, 'one', socket)).toThrow(tooMany)
    for (const place of taken) place[Symbol.dispose]()
    readers.take(kind, 'one', socket)[Symbol.dispose]()
  }
  expect(socket).toMatchObject({ follows: 0, feeds: 0 })
})
