import { newId } from '@parley/contract'
import { afterAll, expect, test, vi } from 'vitest'

import type { ChangesEvent, Parley, Tracked } from './index.ts'
import { createGuest, readAnswer } from './testing/guest.ts'
import { startServerProcess } from './testing/server-process.ts'

const server = await startServerProcess()
const { proxy } = server
afterAll(() => server[Symbol.asyncDispose]())

const PATIENCE = { timeout: 15_000 }

/** The titles that a tab shows, by id, kept up to date by its feed. */
function openTab({ changes, trpc }: Parley, lastEventId: string | null = null) {
  const controller = new AbortController()
  const titles = new Map<string, string>()
  const events: Tracked<ChangesEvent>[] = []
  const reading = (async () => {
    for await (const event of changes({ lastEventId, signal: controller.signal })) {
      events.push(event)
      if (event.data.type === 'reload') {
        titles.clear()
        const { items } = await trpc.conversations.list.query({ limit: 200 })
        for (const { id, title } of items) titles.set(id, title)
      } else {
        for (const change of event.data.changes) {
          if (change.type === 'conversation') titles.set(change.conversation.id, change.conversation.title)
        }
      }
    }
  })()
  const close = () => {
    controller.abort()
    return reading
  }
  return { titles, events, reading, close }
}

const typesOf = (events: Tracked<ChangesEvent>[]) => events.map(({ data }) => data.type)

test('a tab shows what another device changes, through cuts of the connection, and reloads once', async () => {
  using parley = await createGuest(proxy.url)
  const tab = openTab(parley)
  await vi.waitFor(() => expect(typesOf(tab.events)).toEqual(['reload']), PATIENCE)
  const made: string[] = []
  for (let round = 0; round < 6; round++) {
    if (round % 2 === 1) proxy.cut()
    const { id } = await vi.waitFor(
      () => parley.trpc.conversations.create.mutate({ title: `Round ${round}` }),
      PATIENCE,
    )
    made.push(id)
    if (round % 3 === 0) await vi.waitFor(() => expect([...tab.titles.keys()]).toEqual(made), PATIENCE)
  }
  await vi.waitFor(() => expect([...tab.titles.keys()]).toEqual(expect.arrayContaining(made)), PATIENCE)
  expect(typesOf(tab.events).filter((type) => type === 'reload')).toHaveLength(1)
  await tab.close()
})

test('a feed outlives the server, and a server that was killed in mid-answer says how the answer ended', async () => {
  using parley = await createGuest(proxy.url)
  const tab = openTab(parley)
  await vi.waitFor(() => expect(tab.events).toHaveLength(1), PATIENCE)
  const conversationId = newId()
  const restarts: Promise<void>[] = []
  await readAnswer(parley.send({ conversationId, content: 'count to 300' }), (sofar) => {
    if (restarts.length === 0 && sofar.split('\n').length > 10) restarts.push(server.kill().then(server.start))
  })
  await Promise.all(restarts)
  const title = await parley.trpc.conversations.update.mutate({ id: conversationId, title: 'After the restart' })
  await vi.waitFor(() => expect(tab.titles.get(conversationId)).toBe(title.title), PATIENCE)
  const statuses = tab.events
    .flatMap(({ data }) => (data.type === 'changes' ? data.changes : []))
    .flatMap((change) => (change.type === 'message' ? change.status : []))
  expect(statuses.at(0)).toBe('streaming')
  expect(statuses.at(-1)).toBe('interrupted')
  expect(typesOf(tab.events).filter((type) => type === 'reload')).toHaveLength(1)
  await tab.close()

  const missed = await parley.trpc.conversations.create.mutate({ title: 'While it was closed' })
  const again = openTab(parley, tab.events.at(-1)?.id)
  await vi.waitFor(() => expect(again.titles).toEqual(new Map([[missed.id, missed.title]])), PATIENCE)
  expect(typesOf(again.events)).toEqual(['changes'])
  await again.close()
})

test('ends with its signal and with the client, and throws what cannot pass', async () => {
  const parley = await createGuest(proxy.url)
  const [first, second] = [openTab(parley), openTab(parley)]
  await vi.waitFor(() => expect([...first.events, ...second.events]).toHaveLength(2), PATIENCE)
  await first.close()
  await parley.trpc.conversations.create.mutate({ title: 'Still live' })
  await vi.waitFor(() => expect(typesOf(second.events)).toEqual(['reload', 'changes']), PATIENCE)
  expect(first.events).toHaveLength(1)
  parley.close()
  await second.reading

  using refused = await createGuest(proxy.url)
  await expect(refused.changes({ lastEventId: 'x'.repeat(20_001) }).next()).rejects.toMatchObject({
    data: { reason: 'BAD_REQUEST', field: 'lastEventId' },
  })
})
