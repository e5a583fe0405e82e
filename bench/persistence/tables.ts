import type { Measurement } from '../runner/measurement.ts'
import { significant, table } from '../runner/table.ts'
import type { Cases } from './cases.ts'
import type { Growth } from './growth.ts'

/** Milliseconds of single calls. */
export const singleTable = (cases: Cases['single']): string =>
  table(
    ['operation', 'Parley p50', 'p95', 'SQL p50', 'p95', 'ratio', 'bar'],
    cases.map((one) => [
      one.case,
      ...[one.ours, one.p95.ours, one.base, one.p95.base].map(significant),
      ratio(one),
      String(one.bar),
    ]),
  )

/** Calls a second. */
export const atOnceTable = (cases: Cases['atOnce']): string =>
  table(
    ['operation', 'Parley', 'SQL', 'ratio', 'bar'],
    cases.map((one) => [one.case, perSecond(one.ours), perSecond(one.base), ratio(one), String(one.bar)]),
  )

/** A row a size, a column an operation: Parley's p50 and in brackets that of SQL. */
export function growthTable(size: string, growths: readonly Growth[]): string {
  const sizes = growths[0]?.points.map((point) => point.x) ?? []
  const cell = ({ points }: Growth, row: number) =>
    points.slice(row, row + 1).map(({ ours, base }) => `${significant(ours)} (${significant(base)})`)
  return table(
    [size, ...growths.map((growth) => growth.title)],
    sizes.map((x, row) => [x.toLocaleString('en'), ...growths.flatMap((growth) => cell(growth, row))]),
  )
}

export const ratio = ({ ours, base }: Measurement): string => (ours / base).toFixed(2)

const perSecond = (ms: number): string => Number((1000 / ms).toPrecision(3)).toLocaleString('en')
