import { createStore } from '../store.ts'

export interface Toast {
  id: number
  text: string
  /** Takes back what was done. */
  onUndo: (() => void) | null
}

/** At most this many at once; the oldest goes. */
const MOST = 3

export const toasts = createStore<readonly Toast[]>([])

let lastId = 0

const add = (text: string, onUndo: Toast['onUndo']) =>
  toasts.set([...toasts.get().slice(1 - MOST), { id: ++lastId, text, onUndo }])

/** Tells what was done, with one way to take it back. For a message's state use the line beside the message. */
export const toastUndo = (text: string, onUndo: () => void): void => add(text, onUndo)

/** Tells that something could not be done. */
export const toastProblem = (text: string): void => add(text, null)

export const closeToast = (id: number): void => toasts.set(toasts.get().filter((toast) => toast.id !== id))
