import { newId, ParleyError } from '@parley/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Database } from '../../connect.ts'
import { ended } from '../../generation-log/fixture.ts'
import { createGenerationLog } from '../../generation-log/index.ts'
import { newUser } from '../../requirements/fixture.ts'
import { createTestDatabase } from '../../testing/index.ts'
import { createRepository } from '../index.ts'
import { shownTo, withChanges, type Shown } from './fixture.ts'

const db = await createTestDatabase()
const ROLLED_BACK = new Error('Rolled back.')
const [WRITERS, READERS] = [3, 3]

/** What a writer works on. All writers change the shared conversation, each only at the end of a transaction. */
interface Desk {
  repo: ReturnType<typeof createRepository>
  log: ReturnType<typeof createGenerationLog>
  userId: string
  owner: string
  conversations: string[]
  tasks: string[]
  answers: { conversationId: string; messageId: string; generationId: string }[]
}
type Step = (desk: Desk, pick: number) => Promise<unknown>

const at = <Item>(items: Item[], pick: number) => items[pick % Math.max(items.length, 1)]
const conversation = ({ conversations }: Desk, pick: number) => at(conversations, pick) ?? newId()
const task = ({ tasks }: Desk, pick: number) => at(tasks, pick) ?? newId()

const STEPS: Step[] = [
  (desk) => {
    const id = newId()
    desk.conversations.push(id)
    return desk.repo.conversations.create({ id })
  },
  (desk, pick) =>
    desk.repo.messages.append({ conversationId: conversation(desk, pick), role: 'user', content: `m${pick}` }),
  (desk, pick) => desk.repo.conversations.update({ id: conversation(desk, pick), title: `t${pick}` }),
  (desk, pick) => desk.repo.conversations.update({ id: conversation(desk, pick), archived: pick % 2 === 0 }),
  (desk, pick) => desk.repo.conversations.name({ id: conversation(desk, pick), title: `n${pick}` }),
  (desk, pick) => desk.repo.conversations.delete({ id: conversation(desk, pick), permanently: false }),
  (desk, pick) => desk.repo.conversations.delete({ id: conversation(desk, pick), permanently: true }),
  (desk, pick) => desk.repo.conversations.restore(conversation(desk, pick)),
  async (desk, pick) => {
    const question = { conversationId: conversation(desk, pick), messageId: newId(), content: 'q', title: 'q' }
    const { assistantMessage, generation } = await desk.repo.turns.start({ ...question, ...runnerOf(desk) })
    const { conversationId, id: messageId } = assistantMessage
    desk.answers.push({ conversationId, messageId, generationId: generation?.id ?? '' })
  },
  async (desk) => {
    const generationId = desk.answers.at(-1)?.generationId ?? newId()
    const body = { content: 'a', parts: null }
    await desk.log.finish({ userId: desk.userId, generationId, ...ended, status: 'stopped', body })
  },
  async (desk, pick) => {
    const { conversationId, messageId } = at(desk.answers, pick) ?? { conversationId: newId(), messageId: newId() }
    await desk.repo.turns.continue({ conversationId, messageId, ...runnerOf(desk) })
  },
  (desk, pick) => {
    const id = newId()
    desk.tasks.push(id)
    const source = at(desk.answers, pick)
    return desk.repo.tasks.create({ id, title: 'x', ...(source && { source }) })
  },
  (desk, pick) => desk.repo.tasks.update({ id: task(desk, pick), completed: pick % 2 === 0 }),
  (desk, pick) => desk.repo.tasks.delete(task(desk, pick)),
]

const runnerOf = ({ owner }: Desk) => ({ model: 'demo:offline', owner })

interface Work {
  steps: { kind: number; pick: number }[]
  shared: boolean
  commit: boolean
}

/** A program for a writer: transactions of a few steps, each committed or not. */
const works = fc.array(
  fc.record({
    steps: fc.array(fc.record({ kind: fc.nat(STEPS.length - 1), pick: fc.nat(5) }), { minLength: 1, maxLength: 3 }),
    shared: fc.boolean(),
    commit: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  }),
  { minLength: 1, maxLength: 5 },
)

async function write(userId: string, sharedId: string, program: Work[], onStep: () => void): Promise<void> {
  const owner = newId()
  await createGenerationLog(db, owner).register()
  const lists = { conversations: [], tasks: [], answers: [] }
  for (const { steps, shared, commit } of program) {
    const done = db.transaction(async (tx) => {
      const query: Database['query'] = (text, args) => tx.query(text, args)
      const inside: Database = { ...db, query, reserved: tx, transaction: (work) => work(tx) }
      const [repo, log] = [createRepository(inside, userId), createGenerationLog(inside, owner)]
      for (const { kind, pick } of steps) {
        await STEPS[kind]?.({ repo, log, userId, owner, ...lists }, pick)
        onStep()
      }
      if (shared) await repo.messages.append({ conversationId: sharedId, role: 'user', content: `by ${owner}` })
      if (!commit) throw ROLLED_BACK
    })
    await done.catch((error: unknown) => {
      if (error !== ROLLED_BACK && !(error instanceof ParleyError && error.reason !== 'UNAVAILABLE')) throw error
    })
    onStep()
  }
}

/** Reads the changes at every `pace`-th step, beginning with everything. */
function newReader(userId: string, pace: number) {
  const repo = createRepository(db, userId)
  let [steps, position]: [number, string | null] = [0, null]
  let shown: Shown = { conversations: new Map(), tasks: new Map(), answers: new Map() }
  const read = async () => {
    const { position: next, changes } = await repo.changes.read({ since: position })
    position = next
    shown = changes === null ? await shownTo(db, userId) : withChanges(shown, changes)
  }
  let reading = Promise.resolve()
  return {
    onStep: () => {
      if (++steps % pace === 0) reading = reading.then(read)
    },
    atLast: async () => {
      await reading
      await read()
      return shown
    },
  }
}

test('who folds the changes onto what was there sees what is there now, however transactions and readings interleave', async () => {
  const programs = fc.array(works, { minLength: WRITERS, maxLength: WRITERS })
  const property = fc.asyncProperty(programs, async (of) => {
    const { userId, repo } = await newUser(db)
    const { id: sharedId } = await repo.conversations.create({})
    const readers = Array.from({ length: READERS }, (_, i) => newReader(userId, [1, 3, 10][i] ?? 1))
    const onStep = () => readers.forEach((reader) => reader.onStep())
    onStep()
    await Promise.all(of.map((program) => write(userId, sharedId, program, onStep)))
    const all = await shownTo(db, userId)
    for (const reader of readers) expect(await reader.atLast()).toEqual(all)
  })
  await fc.assert(property, { numRuns: 200, endOnFailure: true, plugins: [fc.interruptAfterTimeLimit(9_000)] })
}, 30_000)
