import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'

import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'

import { History } from '../history/history.ts'
import { randomFrom } from '../seed/random.ts'
import { insist, insistOnEnd } from './insist.ts'

type Answer = 'nothing' | 'done' | 'NOT_FOUND' | 'UNAVAILABLE' | 'CONFLICT'

let server: ReturnType<typeof createServer> | undefined
afterEach(() => server?.close())

function answer(response: ServerResponse, which: Answer): void {
  if (which === 'nothing') response.destroy()
  else if (which === 'done') response.end(JSON.stringify({ result: { data: { json: { id: 'x' } } } }))
  else response.end(JSON.stringify({ error: { json: { message: 'No.', data: { reason: which } } } }))
}

/** An actor at a server that gives these answers, one after the other. */
async function actorAt(...answers: Answer[]) {
  server = createServer((_request, response) => answer(response, answers.shift() ?? 'nothing')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return {
    random: randomFrom('test'),
    signal: AbortSignal.timeout(10_000),
    token: 'token',
    history: new History(),
    world: { lanes: [{ url: `http://127.0.0.1:${port}` }] },
  }
}

const request = { path: 'conversations.delete', input: { id: 'x' }, schema: z.object({ id: z.string() }) }

test('it calls until it is answered, and tells how often it did', async () => {
  const actor = await actorAt('nothing', 'UNAVAILABLE', 'done')
  expect(await insist(actor, request)).toEqual({ outcome: { kind: 'acknowledged', value: { id: 'x' } }, tries: 3 })
})

test('what is not there after a try without an answer was ended by that try', async () => {
  const actor = await actorAt('nothing', 'NOT_FOUND')
  expect(await insistOnEnd(actor, request)).toEqual({ done: true, tries: 2 })
  expect(actor.history.notes).toEqual([])
})

test.each(['NOT_FOUND', 'CONFLICT'] as const)('%s to the first try is noted', async (reason) => {
  const actor = await actorAt(reason)
  expect(await insistOnEnd(actor, request)).toEqual({ done: false, tries: 1 })
  expect(actor.history.notes).toMatchObject([{ rule: 'an unexpected refusal' }])
})
