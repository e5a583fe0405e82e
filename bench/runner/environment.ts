import { readFile } from 'node:fs/promises'
import { cpus, totalmem, type } from 'node:os'
import { join } from 'node:path'

import type { Database } from '@parley/db'

const workspace = join(import.meta.dirname, '../../pnpm-workspace.yaml')
const manifest = join(import.meta.dirname, '../package.json')
const SETTINGS = ['server_version', 'fsync', 'synchronous_commit', 'shared_buffers'] as const

/** What the figures depend on, as lines of a list: the machine, the versions, Postgres's settings. */
export async function describeEnvironment(db: Database): Promise<string[]> {
  const catalog = await readFile(workspace, 'utf8')
  const version = (name: string) => new RegExp(`^ +${name}: (.+)$`, 'm').exec(catalog)?.[1] ?? 'unknown'
  const rows = await db.query<{ name: string; setting: string }>(
    `select name, current_setting(name) as setting from unnest($1::text::text[]) name`,
    [`{${SETTINGS.join(',')}}`],
  )
  const setting = (name: (typeof SETTINGS)[number]) => rows.find((row) => row.name === name)?.setting ?? 'unknown'
  const [core] = cpus()
  return [
    `${cpus().length} cores (${core?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${process.arch}`,
    `Node ${process.versions.node}, Postgres ${setting('server_version')}, postgres.js ${version('postgres')}, ` +
      `drizzle-orm ${version('drizzle-orm')}`,
    `Postgres's defaults: fsync ${setting('fsync')}, synchronous_commit ${setting('synchronous_commit')}, ` +
      `shared_buffers ${setting('shared_buffers')}`,
  ]
}

/** Where the engine was measured, as one sentence. */
export async function describeStreaming(db: Database): Promise<string> {
  const dependencies = await readFile(manifest, 'utf8')
  const version = (name: string) => new RegExp(`"${name}": "(.+)"`).exec(dependencies)?.[1] ?? 'unknown'
  const [machine, programs, postgres] = await describeEnvironment(db)
  return `${machine}. ${programs}, ai ${version('ai')}, @ai-sdk/openai ${version('@ai-sdk/openai')}. ${postgres}.`
}
