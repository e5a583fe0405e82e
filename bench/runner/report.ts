import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { holds, type Measurement } from './measurement.ts'

const results = join(import.meta.dirname, '../results')

/** Writes `results/NAME.jsonl`, prints the table, and tells whether every figure holds its bar. Throws when there is none. */
export async function report(bench: string, measurements: readonly Measurement[]): Promise<boolean> {
  if (measurements.length === 0) throw new Error(`The bench ${bench} has measured nothing.`)
  const rows = measurements.map((measurement) => {
    const { case: name, unit, ours, base, bar, barOn } = measurement
    const ratio = round(ours / base)
    return { bench, case: name, unit, ours: round(ours), base: round(base), ratio, bar, barOn, ok: holds(measurement) }
  })
  await mkdir(results, { recursive: true })
  await writeFile(join(results, `${bench}.jsonl`), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const shown = rows.map((row) => ({ ...row, bar: row.barOn === 'ours' ? `${row.bar} ${row.unit}` : `${row.bar} ×` }))
  console.table(shown, ['case', 'unit', 'ours', 'base', 'ratio', 'bar', 'ok'])
  return rows.every((row) => row.ok)
}

const round = (value: number) => Number(value.toPrecision(3))
