import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Database } from '@parley/db'

import { drawChart, type Chart } from '../plot/chart.ts'
import type { Cases } from './cases.ts'
import { describeEnvironment } from './environment.ts'
import type { Growth } from './growth.ts'
import { atOnceTable, growthTable, ratio, significant, singleTable } from './tables.ts'

const docs = join(import.meta.dirname, '../../docs')
const START = '<!-- persistence: written by pnpm bench -->\n'
const END = '<!-- /persistence -->'

export interface Figures {
  /** In the largest table. */
  readonly messages: number
  /** In the table that the ratios are measured with. */
  readonly middle: number
  readonly cases: Cases
  readonly tables: readonly Growth[]
  readonly histories: readonly Growth[]
}

/** Puts the figures between the marks in docs/performance.md, and the plots beside it. */
export async function writeDocs(db: Database, figures: Figures): Promise<void> {
  const page = join(docs, 'performance.md')
  const text = await readFile(page, 'utf8')
  const [start, end] = [text.indexOf(START), text.indexOf(END)]
  if (start < 0 || end < start) throw new Error(`${page} has lost the marks that the figures go between.`)
  const environment = await describeEnvironment(db)
  const written = `${text.slice(0, start)}${START}\n${render(figures, environment)}\n\n${text.slice(end)}`
  await mkdir(join(docs, 'performance'), { recursive: true })
  await writeFile(join(docs, 'performance/table-size.svg'), drawChart(tableChart(figures.tables)))
  await writeFile(join(docs, 'performance/history-length.svg'), drawChart(historyChart(figures.histories)))
  await writeFile(page, written)
}

function render({ messages, middle, cases, tables, histories }: Figures, environment: readonly string[]): string {
  const { single, longAgainstShort: long, atOnce } = cases
  const size = messages === 1_000_000 ? '' : ` --messages ${messages}`
  return `Measured on ${new Date().toISOString().slice(0, 10)} with \`pnpm bench persistence${size} --write-docs\`:

${environment.map((line) => `- ${line}`).join('\n')}

### One caller

Milliseconds a call, in a table of ${middle.toLocaleString('en')} messages.

${singleTable(single)}

The last 20 of 100,000 messages take ${significant(long.ours)} ms where the last 20 of 1,000 take ${significant(long.base)} ms: ${ratio(long)} times, with a bar of ${long.bar}.

### 16 callers at once

Calls a second, all callers together; the ratio is that of the time a call.

${atOnceTable(atOnce)}

### By table size

![Time per call by table size: the p50 of each operation, Parley and hand-written SQL](performance/table-size.svg)

Milliseconds, p50: Parley, in brackets hand-written SQL.

${growthTable('messages in the table', tables)}

### By conversation length

![Time per call by conversation length: the p50 of each operation, Parley and hand-written SQL](performance/history-length.svg)

Milliseconds, p50: Parley, in brackets hand-written SQL.

${growthTable('messages in the conversation', histories)}`
}

const common = { yLabel: 'milliseconds per call (p50)', legend: { ours: 'Parley', base: 'hand-written SQL' } }

const tableChart = (panels: readonly Growth[]): Chart => ({
  ...common,
  title: 'Time per call by table size',
  xLabel: 'messages in the table',
  columns: 2,
  panels,
})

const historyChart = (panels: readonly Growth[]): Chart => ({
  ...common,
  title: 'Time per call by conversation length',
  xLabel: 'messages in the conversation',
  columns: 3,
  panels,
})
