import { getTableColumns } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import type { PgTable } from 'drizzle-orm/pg-core'

const casing = new CasingCache('snake_case')

/**
 * The columns of a table for a select or returning list, named as in the schema's row type. The owner is left out: a
 * repository's caller knows whose rows it reads.
 */
export function columnsOf(table: PgTable, alias: string, except: readonly string[] = []): string {
  return Object.entries(getTableColumns(table))
    .filter(([key]) => key !== 'userId' && !except.includes(key))
    .map(([key, column]) => `${alias}.${casing.getColumnCasing(column)} as "${key}"`)
    .join(', ')
}
