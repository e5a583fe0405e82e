import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Measurement } from './measurement.ts'

const results = join(import.meta.dirname, '../results')

/** Writes `results/NAME.jsonl`, prints the table, and tells whether every figure holds its bar. */
export async function report(bench: string, measurements: readonly Measurement[]): Promise<boolean> {
  const rows = measurements.map((measurement) => ({
    bench,
    case: measurement.case,
    unit: measurement.unit,
    ours: round(measurement.ours),
    base: round(measurement.base),
    ratio: round(measurement.ours / measurement.base),
    bar: measurement.bar,
    ok: measurement.ours <= measurement.bar,
  }))
  await mkdir(results, { recursive: true })
  await writeFile(join(results, `${bench}.jsonl`), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  console.table(rows, ['case', 'unit', 'ours', 'base', 'ratio', 'bar', 'ok'])
  return rows.every((row) => row.ok)
}

const round = (value: number) => Number(value.toPrecision(3))
