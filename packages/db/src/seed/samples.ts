import { sampleConversation, type SampleConversation } from './conversation.ts'
import type { SeedOptions } from './options.ts'
import { sampleTask, type TaskRow } from './task.ts'
import { sampleUser, type UserRow } from './user.ts'

/** What is stored together: a user with their first conversation, a conversation with a task from it. */
export interface Sample {
  user: UserRow | null
  conversation: SampleConversation | null
  task: TaskRow | null
}

/** All samples, one after the other, each made when it is asked for. */
export function* makeSamples(options: SeedOptions): Generator<Sample> {
  if (typeof options.owners === 'object') {
    yield* samplesOf(options, options.owners.userId, null)
    return
  }
  for (let number = 1; number <= options.owners; number++) {
    const user = sampleUser(number)
    yield* samplesOf({ ...options, main: number % 2 === 1 }, user.id, user)
  }
}

function* samplesOf(
  options: SeedOptions & { main?: boolean },
  userId: string,
  user: UserRow | null,
): Generator<Sample> {
  const { conversations, messages, tasks, seed, until, main = false } = options
  if (user) yield { user, conversation: null, task: null }
  for (let index = 0; index < Math.max(conversations, tasks); index++) {
    const plan = { userId, until, key: [seed, userId, index] }
    const isMain = main && index === 0
    const conversation = index < conversations ? sampleConversation({ ...plan, messages, isMain }) : null
    // A main conversation may be there already, and then this one is not stored.
    const source = conversation && !isMain ? sourceIn(conversation) : null
    const task = index < tasks ? sampleTask({ ...plan, key: ['task', ...plan.key] }, source) : null
    yield { user: null, conversation, task }
  }
}

function sourceIn({ row, answerId }: SampleConversation) {
  return answerId === null ? null : { conversationId: row.id, messageId: answerId }
}
