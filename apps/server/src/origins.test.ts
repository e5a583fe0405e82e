import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'

import { describe, expect, it } from 'vitest'

import { createOrigins } from './origins.ts'

function requestWith(headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket())
  Object.assign(request.headers, headers)
  return request
}

describe('a server behind a public address', () => {
  const origins = createOrigins({ baseUrl: 'https://chat.example/', port: 3000 })

  it('goes by that name and by those of its machine, and by no other', () => {
    for (const host of ['chat.example', 'CHAT.example', '127.0.0.1:3000', 'localhost:3000', '[::1]:3000']) {
      expect(origins.isOurHost(requestWith({ host }))).toBe(true)
    }
    for (const host of [
      'chat.example:81',
      'www.chat.example',
      'chat.example.evil.example',
      'localhost',
      '0.0.0.0:3000',
    ]) {
      expect(origins.isOurHost(requestWith({ host }))).toBe(false)
    }
    expect(origins.isOurHost(requestWith({}))).toBe(false)
  })

  it('trusts pages of that origin, by its scheme too', () => {
    expect(origins.isOurPage(requestWith({ origin: 'https://chat.example' }))).toBe(true)
    expect(origins.isOurPage(requestWith({ origin: 'http://chat.example' }))).toBe(false)
    expect(origins.isOurPage(requestWith({ origin: 'https://chat.example:444' }))).toBe(false)
  })
})
