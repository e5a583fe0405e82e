import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '../../migrations')

/** The names of all migrations, in the order in which they are applied. */
export async function migrationNames(): Promise<string[]> {
  const files = await readdir(FOLDER)
  return files
    .filter((file) => file.endsWith('.sql') && !file.endsWith('.down.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .toSorted()
}

export const readUp = (name: string) => readFile(join(FOLDER, `${name}.sql`), 'utf8')

/** Throws when this version does not know the migration: the database was migrated by a newer one. */
export async function readDown(name: string): Promise<string> {
  if ((await migrationNames()).includes(name)) return readFile(join(FOLDER, `${name}.down.sql`), 'utf8')
  throw new Error(`This version of Parley does not know the migration ${name}. Take it back with the one that made it.`)
}
