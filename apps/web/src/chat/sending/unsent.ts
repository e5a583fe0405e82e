import { readStored, storedKeys, writeStored } from '../../storage.ts'
import { createStore } from '../../store.ts'

/** A message that the server has not confirmed. It has its final id, so sending it again never makes a second one. */
export interface Unsent {
  conversationId: string
  messageId: string
  /** The message it answers, as its tab showed it; undefined: whatever is the newest. The same with every try. */
  parentId: string | null | undefined
  content: string
  model: string | null
  /** Whether it is the first message of a conversation the server does not know yet. */
  startsConversation: boolean
  /** Why it was not sent; null while it is on its way. */
  problem: string | null
}

/** As it is written down: JSON knows no undefined. */
type Stored = Omit<Unsent, 'parentId' | 'problem'> & Partial<Pick<Unsent, 'parentId'>>

const KEY = 'unsent:'

/** Every message that is not confirmed, oldest first, also those of an earlier visit. */
export const unsentStore = createStore<readonly Unsent[]>(restore())

export function addUnsent(message: Unsent): void {
  write(message)
  unsentStore.set([...unsentStore.get().filter(isNot(message.messageId)), message])
}

export function changeUnsent(messageId: string, problem: string | null): void {
  unsentStore.set(unsentStore.get().map((item) => (item.messageId === messageId ? { ...item, problem } : item)))
}

export function removeUnsent(messageId: string): void {
  writeStored(KEY + messageId, null)
  unsentStore.set(unsentStore.get().filter(isNot(messageId)))
}

const isNot = (messageId: string) => (item: Unsent) => item.messageId !== messageId

/** One key a message, so that two tabs never overwrite each other's. */
function write({ problem: _, ...message }: Unsent): void {
  writeStored(KEY + message.messageId, JSON.stringify(message))
}

function restore(): Unsent[] {
  return storedKeys(KEY).flatMap((key) => {
    const message = parse(readStored(key))
    return message === null ? [] : [message]
  })
}

function parse(json: string | null): Unsent | null {
  try {
    const value: unknown = JSON.parse(json ?? 'null')
    if (!isStored(value)) return null
    return { parentId: undefined, ...value, problem: 'The page was closed before the server confirmed it.' }
  } catch {
    return null
  }
}

function isStored(value: unknown): value is Stored {
  return (
    typeof value === 'object' &&
    value !== null &&
    'conversationId' in value &&
    typeof value.conversationId === 'string' &&
    'messageId' in value &&
    typeof value.messageId === 'string' &&
    (!('parentId' in value) || value.parentId === null || typeof value.parentId === 'string') &&
    'content' in value &&
    typeof value.content === 'string' &&
    'model' in value &&
    (value.model === null || typeof value.model === 'string') &&
    'startsConversation' in value &&
    typeof value.startsConversation === 'boolean'
  )
}
