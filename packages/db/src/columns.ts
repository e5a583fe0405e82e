import { getTableColumns, type Column } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import type { PgTable } from 'drizzle-orm/pg-core'

const casing = new CasingCache('snake_case')

/** The name that a column has in the database. */
export const nameOf = (column: Column): string => casing.getColumnCasing(column)

/** The columns of a table for a select or returning list, named as in the schema's row type, without what its readers do not get. */
export function columnsOf(table: PgTable, alias: string, hidden: readonly string[] = ['userId']): string {
  return Object.entries(getTableColumns(table))
    .filter(([key]) => !hidden.includes(key))
    .map(([key, column]) => `${alias}.${nameOf(column)} as "${key}"`)
    .join(', ')
}
