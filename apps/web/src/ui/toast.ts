import { createStore } from '../store.ts'

/** The one thing that can be done about a toast. */
interface Choice {
  label: string
  onChoose: () => void
}

export interface Toast {
  id: number
  text: string
  choice: Choice | null
}

/** At most this many at once; the oldest goes. */
const MOST = 3

export const toasts = createStore<readonly Toast[]>([])

let lastId = 0

const add = (text: string, choice: Choice | null) =>
  toasts.set([...toasts.get().slice(1 - MOST), { id: ++lastId, text, choice }])

/** Tells what has happened, with one way on. For a message's state use the line beside the message. */
export const toastChoice = (text: string, choice: Choice): void => add(text, choice)

/** Tells what was done, with one way to take it back. */
export const toastUndo = (text: string, onUndo: () => void): void => add(text, { label: 'Undo', onChoose: onUndo })

/** Tells that something could not be done. */
export const toastProblem = (text: string): void => add(text, null)

export const closeToast = (id: number): void => toasts.set(toasts.get().filter((toast) => toast.id !== id))
