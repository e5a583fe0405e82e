import { is } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import { getTableConfig, PgTable, type ForeignKey, type PgColumn } from 'drizzle-orm/pg-core'

import * as schema from '../schema/index.ts'

type Config = ReturnType<typeof getTableConfig>

const casing = new CasingCache('snake_case')
const nameOf = (column: PgColumn) => casing.getColumnCasing(column)
const shortTypes = new Map([['timestamp (3) with time zone', 'timestamptz']])

/** The schema as two Mermaid diagrams: what users own, and what signs them in and keeps the servers going. */
export function drawSchema(): string {
  const tables = Object.values(schema)
    .filter((value) => is(value, PgTable))
    .map((table) => getTableConfig(table))
  const owned = tables.filter((table) => keyOf(table)[0] === 'user_id')
  const others = tables.filter((table) => !owned.includes(table))
  return [draw('What a user owns', owned), draw('Who signs in, and what keeps the servers going', others)].join('\n\n')
}

function draw(title: string, tables: readonly Config[]): string {
  const lines = [...tables.flatMap(relationsOf), ...tables.flatMap(entityOf)]
  return [`### ${title}`, '', '```mermaid', 'erDiagram', ...lines.map((line) => `  ${line}`), '```'].join('\n')
}

function keyOf({ primaryKeys, columns }: Config): string[] {
  const [composite] = primaryKeys
  return composite ? composite.columns.map(nameOf) : columns.filter((column) => column.primary).map(nameOf)
}

function relationsOf({ name, foreignKeys }: Config): string[] {
  return foreignKeys.map((key) => {
    const { columns, foreignTable } = key.reference()
    const parent = columns.some((column) => !column.notNull) ? '|o' : '||'
    return `${getTableConfig(foreignTable).name} ${parent}--o{ ${name} : "${labelOf(key)}"`
  })
}

/** The columns that refer; the owner is in all of them and says nothing. */
function labelOf(key: ForeignKey): string {
  const names = key.reference().columns.map(nameOf)
  return names.filter((name) => names.length === 1 || name !== 'user_id').join(', ')
}

function entityOf(table: Config): string[] {
  const primary = keyOf(table)
  const foreign = table.foreignKeys.flatMap((key) => key.reference().columns.map(nameOf))
  const lines = table.columns.map((column) => {
    const name = nameOf(column)
    const keys = [primary.includes(name) && 'PK', foreign.includes(name) && 'FK', column.isUnique && 'UK']
    const type = shortTypes.get(column.getSQLType()) ?? column.getSQLType()
    return [type, name, keys.filter(Boolean).join(', '), column.notNull ? '' : '"may be null"']
      .filter(Boolean)
      .join(' ')
  })
  return [`${table.name} {`, ...lines.map((line) => `  ${line}`), '}']
}
