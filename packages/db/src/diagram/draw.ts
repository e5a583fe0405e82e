import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'

import { nameOf } from '../columns.ts'
import * as schema from '../schema/index.ts'

type Config = ReturnType<typeof getTableConfig>

/** The names of types as a reader knows them; a domain is shown as the type that it is made from. */
export const shownTypes: ReadonlyMap<string, string> = new Map([
  ['timestamp (3) with time zone', 'timestamptz'],
  ['context_limit', 'integer'],
  ['conversation_preview', 'text'],
  ['conversation_title', 'text'],
  ['message_count', 'integer'],
  ['positive_integer', 'integer'],
  ['system_prompt', 'text'],
])

interface Reference {
  readonly from: string
  readonly columns: readonly string[]
  readonly to: string
  readonly optional: boolean
}

/** The references that the migrations keep by SQL of their own; the schema does not know them. */
const keptBySql: readonly Reference[] = [
  { from: 'messages', columns: ['parent_id'], to: 'messages', optional: true },
  { from: 'tasks', columns: ['source_conversation_id', 'source_message_id'], to: 'messages', optional: true },
]

/** The schema as two Mermaid diagrams: what users own, and what signs them in and keeps the servers going. */
export function drawSchema(): string {
  const tables = Object.values(schema)
    .filter((value) => is(value, PgTable))
    .map((table) => getTableConfig(table))
  const owned = tables.filter((table) => keyOf(table)[0] === 'user_id')
  const others = tables.filter((table) => !owned.includes(table))
  return [
    'A `?` marks a column that may be null.',
    draw('What a user owns', owned),
    draw('Who signs in, and what keeps the servers going', others),
  ].join('\n\n')
}

function draw(title: string, tables: readonly Config[]): string {
  const lines = [...tables.flatMap(relationsOf), ...tables.flatMap(entityOf)]
  return [`### ${title}`, '', '```mermaid', 'erDiagram', ...lines.map((line) => `  ${line}`), '```'].join('\n')
}

function keyOf({ primaryKeys, columns }: Config): string[] {
  const [composite] = primaryKeys
  return composite ? composite.columns.map(nameOf) : columns.filter((column) => column.primary).map(nameOf)
}

function referencesOf({ name, foreignKeys }: Config): Reference[] {
  const declared = foreignKeys.map((key) => {
    const { columns, foreignTable } = key.reference()
    const optional = columns.some((column) => !column.notNull)
    return { from: name, columns: columns.map(nameOf), to: getTableConfig(foreignTable).name, optional }
  })
  return [...declared, ...keptBySql.filter(({ from }) => from === name)]
}

function relationsOf(table: Config): string[] {
  return referencesOf(table).map(
    ({ from, columns, to, optional }) => `${to} ${optional ? '|o' : '||'}--o{ ${from} : "${labelOf(columns)}"`,
  )
}

/** The columns that refer; the owner is in all of them and says nothing. */
const labelOf = (names: readonly string[]) =>
  names.filter((name) => names.length === 1 || name !== 'user_id').join(', ')

function entityOf(table: Config): string[] {
  const primary = keyOf(table)
  const foreign = referencesOf(table).flatMap(({ columns }) => columns)
  const lines = table.columns.map((column) => {
    const name = nameOf(column)
    const keys = [primary.includes(name) && 'PK', foreign.includes(name) && 'FK', column.isUnique && 'UK']
    const type = shownTypes.get(column.getSQLType()) ?? column.getSQLType()
    return [type, name, keys.filter(Boolean).join(', '), column.notNull ? '' : '"?"'].filter(Boolean).join(' ')
  })
  return [`${table.name} {`, ...lines.map((line) => `  ${line}`), '}']
}
