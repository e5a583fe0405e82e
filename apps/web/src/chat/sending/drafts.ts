import { useSyncExternalStore } from 'react'

import { readStored, writeStored } from '../../storage.ts'

/** What is typed and not sent, a text per conversation and one for the chat that is not begun. It survives a reload. */
export const NEW_CHAT = 'new'

const listeners = new Set<() => void>()

export const readDraft = (conversation: string): string => readStored(`draft:${conversation}`) ?? ''

export function writeDraft(conversation: string, text: string): void {
  writeStored(`draft:${conversation}`, text === '' ? null : text)
  for (const listener of listeners) listener()
}

/** Puts a text back that could not be sent, before whatever was typed since. */
export function returnToDraft(conversation: string, text: string): void {
  const typed = readDraft(conversation)
  writeDraft(conversation, typed.trim() === '' ? text : `${text}\n\n${typed}`)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useDraft = (conversation: string): string => useSyncExternalStore(subscribe, () => readDraft(conversation))
