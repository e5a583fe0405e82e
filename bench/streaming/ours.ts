import { appRouter, createChanges, createEngine, noSocket, Readers } from '@parley/api'
import type { FollowEvent } from '@parley/api'
import { limits, newId } from '@parley/contract'
import { connect, type Database } from '@parley/db'
import { createModels, tokenCounter } from '@parley/llm'
import { isTrackedEnvelope } from '@trpc/server'
import { z } from 'zod'

import { quietLogger } from '../runner/postgres.ts'
import type { Behaviour } from './frames.ts'
import { answerSchema, settingsSchema, type AnswerRef } from './protocol.ts'
import { Recorder } from './recorder.ts'
import { sideHandlers } from './side.ts'
import { answer, workerArgument } from './worker.ts'

const settings = settingsSchema.parse(workerArgument())
const logger = quietLogger
const connection = connect(settings.database, { logger, onOperation() {} })
let commits = 0
const db: Database = {
  ...connection,
  reserved: { query: (text, args) => (commits++, connection.reserved.query(text, args)) },
}
const models = createModels({ openai: { baseUrl: settings.provider } })
const changes = await createChanges({ db, logger })
const engine = await createEngine({ db, models, logger, changes })
// As a server does before it says that it is ready.
await tokenCounter('openai:default')
const services = { db, models, engine, changes, logger, maxMessageChars: limits.messageChars }
const userId = newId()
await db.query(`insert into users (id, name, email) values ($1, 'Bench', $2)`, [userId, `${userId}@example.com`])

const caller = (user: string, signal?: AbortSignal) =>
  appRouter.createCaller(
    {
      ...services,
      readers: new Readers(),
      session: { userId: user, guest: false },
      requestId: newId(),
      connection: noSocket(),
    },
    signal && { signal },
  )

async function start(model: Behaviour): Promise<AnswerRef> {
  const conversationId = newId()
  const question = { conversationId, messageId: newId(), content: 'A question', model: `openai:${model}` }
  const { assistantMessage } = await caller(userId).chat.send(question)
  return { userId, conversationId, messageId: assistantMessage.id }
}

async function follow({ userId: user, ...message }: AnswerRef, onText: (text: string) => void, signal: AbortSignal) {
  let empty = true
  const stream: AsyncIterable<unknown> = await caller(user, signal).chat.follow(message)
  for await (const item of stream) {
    if (!isTrackedEnvelope<FollowEvent>(item)) throw new Error('An event has no position.')
    const [, event] = item
    const text = event.type === 'text-delta' ? event.text : event.type === 'start' ? event.message.content : ''
    if (text === '' && event.type === 'finish' && empty) onText(event.message.content)
    if (text === '') continue
    empty = false
    onText(text)
  }
}

const recorder = new Recorder()
let followed = new AbortController()
let followers: Promise<void>[] = []
const unfollow = async () => {
  followed.abort()
  await Promise.all(followers)
  followed = new AbortController()
  followers = []
}
const side = sideHandlers(
  async (model, onText, signal) => {
    const ref = await start(model)
    let stopped: Promise<unknown> = Promise.resolve()
    signal.addEventListener('abort', () => {
      stopped = caller(ref.userId).chat.stop(ref)
    })
    await follow(ref, onText, signal)
    await stopped
  },
  recorder,
  () => commits,
)

answer(
  {
    ...side,
    start: async (argument) => {
      const { count, model } = z.object({ count: z.number(), model: z.enum(['steady', 'silent']) }).parse(argument)
      const refs: AnswerRef[] = []
      while (refs.length < count) refs.push(await start(model))
      return refs
    },
    follow: async (argument) => {
      for (const ref of z.array(answerSchema).parse(argument)) {
        const started = Promise.withResolvers<void>()
        const onText = (text: string) => (recorder.take(text), started.resolve())
        followers.push(follow(ref, onText, followed.signal))
        await started.promise
      }
    },
    unfollow,
    stop: async (argument) => {
      const refs = z.array(answerSchema).parse(argument)
      await Promise.all(refs.map(({ userId: user, ...message }) => caller(user).chat.stop(message)))
    },
  },
  async () => {
    await Promise.all([side.hold(0), unfollow()])
    await engine.close({ graceMs: 0 })
    await changes[Symbol.asyncDispose]()
    await db.close()
  },
)
