import { drawChart, type Chart } from '../plot/chart.ts'
import type { Section } from '../runner/section.ts'
import { significant } from '../runner/table.ts'
import type { Cases } from './cases.ts'
import type { Growth } from './growth.ts'
import { atOnceTable, growthTable, ratio, singleTable } from './tables.ts'

export interface Figures {
  /** In the largest table. */
  readonly messages: number
  /** In the table that the ratios are measured with. */
  readonly middle: number
  readonly cases: Cases
  readonly tables: readonly Growth[]
  readonly histories: readonly Growth[]
}

/** The figures as docs/performance.md shows them, with their plots. */
export function persistenceSection(figures: Figures, environment: readonly string[]): Section {
  const plots = {
    'table-size.svg': drawChart(tableChart(figures.tables)),
    'history-length.svg': drawChart(historyChart(figures.histories)),
  }
  return { text: render(figures, environment), plots }
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
