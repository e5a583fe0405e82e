import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'

import { newId, ParleyError } from '@parley/contract'
import { startTestServer } from '@parley/server/testing'
import { afterAll, describe, expect, test } from 'vitest'

import { createParley, errorOf, findSession, signInAsGuest } from './index.ts'
import { createGuest } from './testing/guest.ts'

const failure = (call: Promise<unknown>) =>
  call.then(
    () => {
      throw new Error('The call was not refused.')
    },
    (error: unknown) => errorOf(error),
  )

/** What a call and a sign-in say of a server that answers so. */
async function failureOf(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  try {
    return await Promise.all([failure(createParley({ url }).trpc.models.list.query()), failure(signInAsGuest(url))])
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

describe('what a Parley server refuses', async () => {
  const server = await startTestServer()
  const parley = await createGuest(server.url)
  afterAll(async () => {
    parley.close()
    await server[Symbol.asyncDispose]()
  })

  test('missing, or not yours', async () => {
    using other = await createGuest(server.url)
    const { id } = await other.trpc.conversations.create.mutate({})
    const refused = { reason: 'NOT_FOUND', message: 'There is no such conversation.' }
    expect(await failure(parley.trpc.conversations.get.query({ id }))).toMatchObject(refused)
    expect(await failure(parley.trpc.conversations.get.query({ id: newId() }))).toMatchObject(refused)
  })

  test('input that is not valid, with its field', async () => {
    const title = 'x'.repeat(256)
    expect(await failure(parley.trpc.conversations.create.mutate({ title }))).toMatchObject({
      reason: 'BAD_REQUEST',
      field: 'title',
      message: 'Must be at most 255 characters',
    })
  })

  test('the same id with other content', async () => {
    const ids = { conversationId: newId(), messageId: newId() }
    await parley.trpc.chat.send.mutate({ ...ids, content: 'One' })
    expect(await failure(parley.trpc.chat.send.mutate({ ...ids, content: 'Two' }))).toMatchObject({
      reason: 'CONFLICT',
    })
  })

  test('no session, over HTTP and over the socket', async () => {
    const stranger = createParley({ url: server.url, token: 'not one of ours' })
    const refused = { reason: 'UNAUTHORIZED', message: 'Sign in first.' }
    expect(await failure(stranger.trpc.conversations.list.query({}))).toMatchObject(refused)
    const followed = new Promise((_, reject) => {
      const ref = { conversationId: newId(), messageId: newId() }
      stranger.trpc.chat.follow.subscribe(ref, { onError: reject })
    })
    expect(await failure(followed)).toMatchObject(refused)
    expect(await findSession(server.url, 'not one of ours')).toBeNull()
    stranger.close()
  })
})

describe('what answers otherwise', () => {
  test('nothing', async () => {
    const url = 'http://127.0.0.1:1'
    const refused = { reason: 'OFFLINE', message: 'The server cannot be reached.' }
    expect(await failure(createParley({ url }).trpc.models.list.query())).toMatchObject(refused)
    expect(await failure(signInAsGuest(url))).toMatchObject(refused)
  })

  test('a connection that ends without an answer', async () => {
    const [call, session] = await failureOf((request) => request.socket.destroy())
    expect(call).toMatchObject({ reason: 'OFFLINE' })
    expect(session).toMatchObject({ reason: 'OFFLINE' })
  })

  test('a proxy whose server is away', async () => {
    const answers = await failureOf((_, response) => response.writeHead(503, { 'retry-after': '7' }).end('<h1>503'))
    for (const answer of answers) expect(answer).toMatchObject({ reason: 'UNAVAILABLE', retryAfter: 7 })
  })

  test('another server, in HTML and in JSON', async () => {
    const message = expect.stringMatching(/is not a Parley server/)
    const html = await failureOf((_, response) => response.setHeader('content-type', 'text/html').end('<h1>Hello'))
    for (const answer of html) expect(answer).toMatchObject({ reason: 'INTERNAL', message })
    const json = await failureOf((_, response) => response.setHeader('content-type', 'application/json').end('{"a":1}'))
    for (const answer of json) expect(answer).toMatchObject({ reason: 'INTERNAL', message })
  })

  test('a server that says in plain text what is wrong', async () => {
    const answers = await failureOf((_, response) =>
      response.writeHead(421, { 'content-type': 'text/plain' }).end('No.'),
    )
    for (const answer of answers) expect(answer).toMatchObject({ reason: 'INTERNAL', message: 'No.' })
  })
})

test('a server that lets no guests in says so', async () => {
  const [, session] = await failureOf((request, response) => {
    if (request.url === '/api/auth/get-session') response.setHeader('content-type', 'application/json').end('null')
    else response.writeHead(404).end()
  })
  expect(session).toMatchObject({ reason: 'UNAUTHORIZED', message: 'This server lets no guests in.' })
})

test('too many new guests are told when to come back', async () => {
  const [, session] = await failureOf((_, response) =>
    response.writeHead(429, { 'content-type': 'application/json', 'x-retry-after': '8' }).end('{}'),
  )
  expect(session).toMatchObject({ reason: 'TOO_MANY_REQUESTS', retryAfter: 8 })
})

test('an error that no call threw tells nothing of itself', () => {
  expect(errorOf(new TypeError('x is not a function'))).toMatchObject({
    reason: 'INTERNAL',
    message: 'Something went wrong.',
  })
  expect(errorOf(new ParleyError('TOO_MANY_REQUESTS', 'Slow down.', { retryAfter: 3 }))).toMatchObject({
    reason: 'TOO_MANY_REQUESTS',
    retryAfter: 3,
  })
})
