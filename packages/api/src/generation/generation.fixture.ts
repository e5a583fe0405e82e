import { newId } from '@parley/contract'
import { connect, createGenerationLog, createRepository, type ConnectionSettings, type GenerationLog } from '@parley/db'
import { createUser, type TestDatabase } from '@parley/db/testing'
import type { Models } from '@parley/llm'

import { SCRIPTED } from '../testing/index.ts'
import { Bus } from './bus.ts'
import { generate } from './generate.ts'
import { Job } from './job.ts'
import { Writer } from './writer.ts'

interface RunOptions {
  models: Models
  /** The way of the running process to the database. */
  settings: ConnectionSettings
  model?: string
  outageMs?: number
  /** Takes the place of a method of the generation's log. */
  faulty?: (log: GenerationLog) => Partial<GenerationLog>
}

/** For tests: the process of an engine without its background, that waits less long for the database. */
export async function startProcess(database: TestDatabase, options: RunOptions) {
  const { models, settings, model = SCRIPTED, outageMs = 700, faulty = () => ({}) } = options
  const db = connect(settings)
  const processId = newId()
  const own = createGenerationLog(db, processId)
  const log = { ...own, ...faulty(own) }
  await log.register()
  const bus = new Bus()
  const lines: object[] = []
  const note = (fields: object) => void lines.push(fields)
  const logger = { debug: note, info: note, warn: note, error: note }
  const onCommitted = () => undefined
  const writer = new Writer({ log, logger, onCommitted, outageMs })
  const timeouts = { first: 10_000, next: 10_000, total: 10_000 }
  return {
    log,
    lines,
    /** Stores a question and runs its answer. */
    async ask() {
      const userId = (await createUser(database)).id
      const ref = { conversationId: newId(), messageId: newId() }
      const input = { ...ref, content: `Question ${newId()}`, model, owner: processId, title: 'A question' }
      const { generation, ...turn } = await createRepository(database, userId).turns.start(input)
      if (generation === null) throw new Error('Nothing was started.')
      const services = { db, models, logger, log, writer, bus, timeouts, outageMs }
      const job = new Job({ userId, generationId: generation.id }, () =>
        generate(services, { ...turn, userId, generation }, job),
      )
      return { job, content: input.content, messageId: turn.assistantMessage.id, generationId: generation.id }
    },
    [Symbol.asyncDispose]: () => db.close(),
  }
}
