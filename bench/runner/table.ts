/** A number with three digits that mean something. */
export const significant = (value: number): string => {
  const rounded = Number(value.toPrecision(3))
  const size = Math.abs(rounded)
  return size === 0 || size >= 100
    ? rounded.toLocaleString('en')
    : rounded.toFixed(Math.max(0, 2 - Math.floor(Math.log10(size))))
}

/** A Markdown table whose columns are as wide as their widest cell; all but the first are right-aligned. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(3, name.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}
