import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Sql } from 'postgres'
import type { TestProject } from 'vitest/node'

import { startEmbedded, type Embedded } from '../embedded/index.ts'
import type { ConnectionSettings } from '../settings.ts'
import { administer } from './administer.ts'
import { withDatabase } from './server.ts'
import { silentLogger } from './silent-logger.ts'

const PREFIX = 'parley-test-'

type MakeSchema = (settings: ConnectionSettings) => Promise<unknown>

/**
 * Gives a project's tests a server, TEST_DATABASE_URL or an embedded one in the temporary directory, and on it a template
 * database with the schema. Answers how to end both.
 */
export async function serve(project: TestProject, makeSchema: MakeSchema): Promise<() => Promise<void>> {
  const url = process.env['TEST_DATABASE_URL']
  if (url) return prepare(project, url, makeSchema)
  await sweep()
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
  const server = await startEmbedded({ dataDir: folder, logger: silentLogger })
  const teardown = await prepare(project, server.settings, makeSchema)
  return async () => {
    await teardown()
    await remove(server, folder)
  }
}

async function prepare(project: TestProject, settings: ConnectionSettings, makeSchema: MakeSchema) {
  const template = `parley_test_${randomBytes(6).toString('hex')}`
  await administer(settings, (sql) => sql`create database ${sql(template)}`)
  await makeSchema(withDatabase(settings, template))
  project.provide('parleyTestServer', { settings, template })
  return () => administer(settings, (sql) => dropAll(sql, template))
}

/** Drops the template and every copy of it, also those that a failed test has not disposed. */
async function dropAll(sql: Sql, template: string): Promise<void> {
  const made = await sql<{ name: string }[]>`
    select datname as name from pg_database where starts_with(datname, ${template})`
  for (const { name } of made) await sql`drop database ${sql(name)} with (force)`
}

/** Removes what runs that were killed have left behind. */
async function sweep(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX))
  for (const name of names.filter((one) => !isAlive(Number(one.split('-')[2])))) {
    const dataDir = join(tmpdir(), name)
    const server = await startEmbedded({ dataDir, logger: silentLogger }).catch(() => null)
    if (server) await remove(server, dataDir)
  }
}

async function remove(server: Embedded, folder: string): Promise<void> {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
