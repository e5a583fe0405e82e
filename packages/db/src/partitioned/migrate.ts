import { migrationNames, readUp } from '../migrations/files.ts'
import { applyMigration, migrationSession } from '../migrations/session.ts'
import type { ConnectionSettings } from '../settings.ts'

export const PARTITIONS = 4

/** A table whose primary key starts with the owner: `CREATE TABLE "name" (…PRIMARY KEY("user_id",…);` */
const OWNED_TABLE = /CREATE TABLE "(\w+)" (\([^;]*PRIMARY KEY\("user_id"[^;]*\));/g

/** For tests: applies all migrations word for word, but that every table of a user's data is partitioned by its owner. */
export function migratePartitioned(settings: ConnectionSettings): Promise<void> {
  return migrationSession(settings, undefined, async (sql) => {
    for (const name of await migrationNames()) {
      await applyMigration(sql, name, (await readUp(name)).replaceAll(OWNED_TABLE, partitioned))
    }
  })
}

const partitioned = (_: string, table: string, columns: string): string =>
  [
    `CREATE TABLE "${table}" ${columns} PARTITION BY HASH ("user_id");`,
    ...Array.from(
      { length: PARTITIONS },
      (_, i) =>
        `CREATE TABLE "${table}_${i}" PARTITION OF "${table}" FOR VALUES WITH (MODULUS ${PARTITIONS}, REMAINDER ${i});`,
    ),
  ].join('\n')
