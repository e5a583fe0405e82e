import { connect } from '@parley/db'

import { describeStreaming } from '../runner/environment.ts'
import type { Arena } from './arena.ts'
import { canPin } from './worker.ts'

/** How a section of docs/performance.md begins: when, how and on what its figures were measured. */
export async function heading(bench: string, { database }: Arena): Promise<string> {
  await using db = connect(database)
  const day = new Date().toISOString().slice(0, 10)
  const where = `${await describeStreaming(db)} Cores were ${canPin ? '' : 'not '}kept apart.`
  return `Measured on ${day} with \`pnpm bench ${bench} --write-docs\`. ${where}`
}
