import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { holds, type Measurement } from './measurement.ts'

const results = join(import.meta.dirname, '../results')

/** Writes `results/NAME.jsonl`, prints the table, and tells whether every figure holds its bar. Throws when there is none. */
export async function report(bench: string, measurements: readonly Measurement[]): Promise<boolean> {
  if (measurements.length === 0) throw new Error(`The bench ${bench} has measured nothing.`)
  const rows = measurements.map((measurement) => {
    const { case: name, unit, ours, base, bar, barOn, moreIsBetter = false } = measurement
    const figures = { ours: round(ours), base: round(base), ratio: round(ours / base) }
    return { bench, case: name, unit, ...figures, bar, barOn, moreIsBetter, ok: holds(measurement) }
  })
  await mkdir(results, { recursive: true })
  await writeFile(join(results, `${bench}.jsonl`), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const shown = rows.map((row) => ({ ...row, bar: barText(row) }))
  console.table(shown, ['case', 'unit', 'ours', 'base', 'ratio', 'bar', 'ok'])
  return rows.every((row) => row.ok)
}

/** `≤ 3 s`, `≥ 0.7 ×`, `≤ + 5 ms`: what is added. */
function barText({
  bar,
  barOn,
  unit,
  moreIsBetter,
}: Required<Pick<Measurement, 'bar' | 'barOn' | 'unit'>> & { moreIsBetter: boolean }): string {
  const size = { ours: `${bar} ${unit}`, ratio: `${bar} ×`, added: `+ ${bar} ${unit}` }[barOn]
  return `${moreIsBetter ? '≥' : '≤'} ${size}`
}

const round = (value: number) => Number(value.toPrecision(3))
