import { expect, it, vi } from 'vitest'

import { startTestServer } from './testing.ts'
import { signIn } from './testing/guest.ts'
import { mutate, request } from './testing/http.ts'
import { openSocket } from './testing/socket.ts'

async function openFeeds(url: string): Promise<number> {
  const { text } = await request(`${url}/metrics`)
  return Number(/^parley_feeds_open (\d+)$/m.exec(text)?.[1])
}

it('a feed over a socket tells what another server over the same database changes, and nobody else of it', async () => {
  await using server = await startTestServer()
  await using other = await startTestServer({ config: { database: server.database.settings } })
  const [person, stranger] = await Promise.all([signIn(server.url), signIn(server.url)])
  using mine = await openSocket(server.url, { token: person.token })
  using theirs = await openSocket(server.url, { token: stranger.token })
  for (const socket of [mine, theirs]) {
    socket.call(1, 'subscription', 'changes', {})
    await socket.heard('"type":"reload"')
  }
  expect((await mutate(other.url, 'tasks.create', { title: 'canary' }, person.byToken)).status).toBe(200)
  await mine.heard('"type":"changes"', '"type":"task"', 'canary')
  await mutate(other.url, 'tasks.create', { title: 'their own' }, stranger.byToken)
  await theirs.heard('their own')
  expect(theirs.received.join('\n')).not.toContain('canary')
})

it('one socket has at most 8 feeds; they are counted, and gone with the socket', async () => {
  await using server = await startTestServer()
  const { url } = server
  const { token } = await signIn(url)
  {
    using socket = await openSocket(url, { token })
    for (let id = 1; id <= 9; id++) socket.call(id, 'subscription', 'changes', {})
    await socket.heard('"error"', '"reason":"TOO_MANY_REQUESTS"', '"retryAfter":1')
    await vi.waitFor(async () => expect(await openFeeds(url)).toBe(8))
    socket.socket.send(JSON.stringify({ id: 1, method: 'subscription.stop' }))
    await vi.waitFor(async () => expect(await openFeeds(url)).toBe(7))
    socket.call(10, 'subscription', 'changes', {})
    await socket.heard('"id":10', '"type":"reload"')
  }
  await vi.waitFor(async () => expect(await openFeeds(url)).toBe(0))
})

it('a feed without a session is refused', async () => {
  await using server = await startTestServer()
  using socket = await openSocket(server.url)
  socket.call(1, 'subscription', 'changes', {})
  await socket.heard('"id":1', '"reason":"UNAUTHORIZED"')
})
