import type { History } from '../history/history.ts'
import type { Calls } from '../provider/calls.ts'
import type { Rows } from './rows.ts'

/** All that a verdict rests on: what is stored, what clients were told, what the provider was asked. */
export interface Evidence {
  rows: Rows
  history: Omit<History, 'note' | 'begin' | 'conversations'>
  calls: Pick<Calls, 'of' | 'strange'>
}

export interface Violation {
  rule: string
  /** What it is about: the id of a message, a conversation or a question. */
  subject: string
  expected: string
  found: string
}

/** Gives the violations of its rules. */
export type Check = (evidence: Evidence) => Violation[]

/** A text short enough for a report: its length and its end. */
export const brief = (text: string): string => `${text.length} characters ending in ${JSON.stringify(text.slice(-30))}`
