import type { Database } from '../connect.ts'
import type { Argument, Queries } from '../queries.ts'

/** As much as the tests ask of a node of `explain (format json)`. */
export interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Index Cond'?: string
  'Scan Direction'?: string
  Filter?: string
  'Actual Rows'?: number
  'Actual Loops'?: number
  'Rows Removed by Filter'?: number
  Plans?: PlanNode[]
}

export interface Planned {
  text: string
  plan: PlanNode
}

const DONE = new Error('Done, and taken back.')

/**
 * Runs `work` in one transaction that is taken back, with plans made for any arguments: what Postgres changes to when it
 * has seen a prepared statement some times.
 */
async function inOneTransaction(db: Database, work: (tx: Queries) => Promise<void>): Promise<void> {
  const run = db.transaction(async (tx) => {
    await tx.query('set local plan_cache_mode = force_generic_plan')
    await work(tx)
    throw DONE
  })
  await run.catch((error: unknown) => {
    if (error !== DONE) throw error
  })
}

/** The same database, of which every statement goes over these queries. */
const over = (db: Database, queries: Queries): Database => ({
  ...db,
  query: (text, args) => queries.query(text, args),
  reserved: queries,
  transaction: (work) => work(queries),
})

type Operation = (db: Database) => Promise<unknown>

/** For tests: the statements of an operation as they are sent, each with its plan; reads with what their plan met. */
export async function plansOf(db: Database, operation: Operation): Promise<Planned[]> {
  const planned: Planned[] = []
  await inOneTransaction(db, async (tx) => {
    const query: Queries['query'] = async (text, args = []) => {
      const name = `planned_${planned.length}`
      const entry = { text, plan: { 'Node Type': 'none' } }
      planned.push(entry)
      await tx.query(`prepare ${name} as ${text}`)
      const [row] = await tx.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
        `explain (${isRead(text) ? 'analyze, timing off, summary off, ' : ''}format json) execute ${name} ${listOf(args)}`,
      )
      await tx.query(`deallocate ${name}`)
      Object.assign(entry, { plan: row?.['QUERY PLAN'][0]?.Plan })
      return tx.query(text, args)
    }
    await operation(over(db, { query }))
  })
  return planned
}

const isRead = (text: string): boolean => !/\b(insert|update|delete)\b/.test(text)

const listOf = (args: Argument[]): string =>
  args.length === 0
    ? ''
    : `(${args.map((arg) => (arg === null ? 'null' : `'${String(arg).replaceAll("'", "''")}'`)).join(', ')})`

/** A plan's nodes, from the top. */
export const nodesOf = (plan: PlanNode): PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

export interface Touched {
  /** Scans of whole tables. */
  scans: number
  /** Rows that were fetched, whether they were wanted or not. */
  rows: number
}

const TOUCHED = `
  select relname as "table", seq_scan::int as scans, (seq_tup_read + idx_tup_fetch)::int as rows
  from pg_stat_xact_user_tables where schemaname = 'public'`

/** For tests: what an operation touched of each table, with everything that triggers and foreign keys did for it. */
export async function touchedBy(db: Database, operation: Operation): Promise<Map<string, Touched>> {
  const touched = new Map<string, Touched>()
  await inOneTransaction(db, async (tx) => {
    const read = () => tx.query<Touched & { table: string }>(TOUCHED)
    const before = new Map((await read()).map((row) => [row.table, row]))
    await operation(over(db, tx))
    for (const { table, scans, rows } of await read()) {
      const was = before.get(table)
      touched.set(table, { scans: scans - (was?.scans ?? 0), rows: rows - (was?.rows ?? 0) })
    }
  })
  return touched
}
