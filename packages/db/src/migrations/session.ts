import type { Sql, TransactionSql } from 'postgres'

import { clientOf } from '../client.ts'
import { isAway, toParleyError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { ConnectionSettings } from '../settings.ts'

/** Any number that nothing else locks. */
const LOCK = 7_275_391

/**
 * Runs `work` on a connection of its own, without time-outs, while no other process migrates this database: replicas
 * that start together wait for each other here.
 */
export async function migrationSession<Result>(
  settings: ConnectionSettings,
  logger: Logger | undefined,
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  const options = {
    max: 1,
    connect_timeout: 5,
    connection: { application_name: 'parley migrate' },
  }
  const sql = clientOf(settings, options, logger)
  try {
    await sql`select pg_advisory_lock(${LOCK})`
    await sql`create table if not exists schema_migrations (
      name text primary key,
      applied_at timestamptz(3) not null default now()
    )`
    return await work(sql)
  } catch (error) {
    // A failure of a migration's own is the operator's to read, not a refusal of somebody's input.
    throw isAway(error) ? toParleyError(error) : error
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Runs a migration's statements and notes its name, in one transaction. */
export async function applyMigration(sql: Sql, name: string, text: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx.unsafe(text).simple()
    await tx`insert into schema_migrations (name) values (${name})`
  })
}

/** The names of the migrations that this database has, oldest first. */
export async function appliedMigrations(sql: Sql | TransactionSql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`select name from schema_migrations order by name`
  return rows.map((row) => row.name)
}
