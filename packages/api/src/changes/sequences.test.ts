import { newId, ParleyError, type MessageRef } from '@parley/contract'
import { createTestDatabase } from '@parley/db/testing'
import { TRPCError } from '@trpc/server'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'

import { createTestApi, listenersOf, snapshotOf, Tab, until } from '../testing/index.ts'

const database = await createTestDatabase()
const replicas = [await createTestApi({ database }), await createTestApi({ database })] as const
afterAll(async () => {
  for (const replica of replicas) await replica[Symbol.asyncDispose]()
  await database.close()
})

type Caller = ReturnType<(typeof replicas)[number]['callerFor']>

/** What a user has made so far; mutations choose from it. */
interface Made {
  conversations: string[]
  answers: MessageRef[]
  tasks: string[]
}

/** Chooses one of a list; a new id when it is empty. */
type Choose = <Item>(items: readonly Item[], none: Item) => Item

const nothing = (): MessageRef => ({ conversationId: newId(), messageId: newId() })

const mutations: Record<string, (caller: Caller, made: Made, choose: Choose) => Promise<unknown>> = {
  begin: async ({ chat }, made) => {
    const conversationId = newId()
    made.conversations.push(conversationId)
    const { assistantMessage } = await chat.send({ conversationId, messageId: newId(), content: 'count to 5' })
    made.answers.push({ conversationId, messageId: assistantMessage.id })
  },
  send: async ({ chat }, made, choose) => {
    const conversationId = choose(made.conversations, newId())
    const { assistantMessage } = await chat.send({ conversationId, messageId: newId(), content: 'count to 3' })
    made.answers.push({ conversationId, messageId: assistantMessage.id })
  },
  regenerate: async ({ chat }, made, choose) => {
    const answer = choose(made.answers, nothing())
    const { assistantMessage } = await chat.regenerate(answer)
    made.answers.push({ ...answer, messageId: assistantMessage.id })
  },
  stop: ({ chat }, made, choose) => chat.stop(choose(made.answers, nothing())),
  goOn: ({ chat }, made, choose) => chat.continue(choose(made.answers, nothing())),
  append: ({ messages }, made, choose) =>
    messages.append({ conversationId: choose(made.conversations, newId()), role: 'user', content: 'Noted' }),
  main: ({ conversations }) => conversations.main(),
  rename: ({ conversations }, made, choose) =>
    conversations.update({ id: choose(made.conversations, newId()), title: `Named ${newId()}` }),
  archive: ({ conversations }, made, choose) =>
    conversations.update({ id: choose(made.conversations, newId()), archived: true }),
  trash: ({ conversations }, made, choose) => conversations.delete({ id: choose(made.conversations, newId()) }),
  restore: ({ conversations }, made, choose) => conversations.restore({ id: choose(made.conversations, newId()) }),
  erase: ({ conversations }, made, choose) =>
    conversations.delete({ id: choose(made.conversations, newId()), permanently: true }),
  addTask: async ({ tasks }, made) => void made.tasks.push((await tasks.create({ title: 'Buy milk' })).id),
  doTask: ({ tasks }, made, choose) => tasks.update({ id: choose(made.tasks, newId()), completed: true }),
  dropTask: ({ tasks }, made, choose) => tasks.delete({ id: choose(made.tasks, newId()) }),
}

const replica = fc.nat({ max: 1 })
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('mutate' as const),
      name: fc.constantFrom(...Object.keys(mutations)),
      replica,
      choice: fc.nat({ max: 100 }),
      awaited: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('connect' as const), replica }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('disconnect' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('deafen' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** Refusals are a part of any sequence: what is chosen may be gone, or still be written. */
async function refusable(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (!(error instanceof TRPCError && error.cause instanceof ParleyError)) throw error
  })
}

/** One user's life: a tab that comes and goes between the replicas, one that stays, and what they show at the end. */
async function live(steps: Step[]): Promise<void> {
  const [api] = replicas
  const userId = await api.newUser()
  const made: Made = { conversations: [], answers: [], tasks: [] }
  const [steady, restless] = [new Tab(userId), new Tab(userId)]
  await using _steady = steady.open(api)
  const running: Promise<void>[] = []
  let connected: AsyncDisposable | null = null
  for (const one of steps) {
    if (one.type === 'mutate') {
      const choose: Choose = (items, none) => items[one.choice % items.length] ?? none
      const caller = replicas[one.replica === 0 ? 0 : 1].callerFor(userId)
      const call = refusable(mutations[one.name]?.(caller, made, choose) ?? Promise.reject(new Error(one.name)))
      running.push(call)
      if (one.awaited) await call
    } else if (one.type === 'deafen') {
      for (const pid of await listenersOf(database)) await database.query('select pg_terminate_backend($1::int)', [pid])
    } else {
      await connected?.[Symbol.asyncDispose]()
      connected = one.type === 'connect' ? restless.open(replicas[one.replica === 0 ? 0 : 1]) : null
    }
  }
  await Promise.all(running)
  await connected?.[Symbol.asyncDispose]()
  await using _restless = restless.open(replicas[1])
  await until(async () => {
    const { answers } = await snapshotOf(api, userId)
    expect(Object.values(answers).filter(({ status }) => status === 'streaming')).toEqual([])
  })
  await Promise.all([steady.shows(api), restless.shows(replicas[1])])
}

it('whatever is changed on two replicas, and however a tab comes and goes, it shows what is stored', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => live(steps)),
    { numRuns: 30, endOnFailure: true },
  )
}, 120_000)
