import { getTableColumns, getTableName, type InferInsertModel } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'

import { nameOf } from '../columns.ts'
import type { Queries } from '../queries.ts'

/** What only the database knows. */
const STAMP = 'changedIn'

/** A row with every column given, the optional ones too. */
export type NewRow<Table extends PgTable> = {
  [Key in Exclude<keyof InferInsertModel<Table>, typeof STAMP>]-?: Exclude<InferInsertModel<Table>[Key], undefined>
}

/**
 * Stores many rows of a table in one statement and gives the ids of those that are new: what is there already stays as
 * it is. A row is of the schema's own type, so a column that is added there has to be made up here.
 */
export function inserter<Table extends PgTable>(
  table: Table,
): (queries: Queries, rows: NewRow<Table>[]) => Promise<string[]> {
  const columns = Object.entries(getTableColumns(table)).filter(([key, column]) => key !== STAMP && !column.generated)
  const names = columns.map(([, column]) => nameOf(column))
  const given = columns.map(([key, column]) => `"${key}" ${column.getSQLType()}`)
  const text = `
    insert into ${getTableName(table)} as t (${names.join(', ')})
    select ${columns.map(([key]) => `r."${key}"`).join(', ')}
    from jsonb_to_recordset($1::text::jsonb) as r(${given.join(', ')})
    on conflict do nothing
    returning t.id`
  return async (queries, rows) => {
    if (rows.length === 0) return []
    const added = await queries.query<{ id: string }>(text, [JSON.stringify(rows)])
    return added.map((row) => row.id)
  }
}
