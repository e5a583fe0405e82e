import { resolve } from 'node:path'

import type { ConnectionSettings, ConnectOptions } from '@parley/db'
import type { ModelSettings } from '@parley/llm'

import type { Env } from './env.ts'
import { keptSecret } from './secret.ts'

export interface Config {
  host: string
  port: number
  /** The public origin; null means that of the address the server listens on. */
  baseUrl: string | null
  trustProxy: number
  /** Null means the embedded Postgres in the data folder. */
  database: ConnectionSettings | null
  pool: Required<Pick<ConnectOptions, 'poolSize' | 'poolOverflow' | 'poolWaitMs'>>
  /** How long the start waits for the database. */
  connectSeconds: number
  /** Bytes above which the size of the database is worth a warning. */
  databaseSizeWarning: number
  dataDir: string
  authSecret: string
  allowGuests: boolean
  models: ModelSettings
  maxMessageChars: number
  logLevel: Env['LOG_LEVEL']
  metricsToken: string | null
}

export async function createConfig(env: Env): Promise<Config> {
  const dataDir = resolve(env.DATA_DIR)
  return {
    host: env.HOST,
    port: env.PORT,
    baseUrl: env.BASE_URL ?? null,
    trustProxy: env.TRUST_PROXY,
    database: env.DATABASE_URL ?? null,
    pool: {
      poolSize: env.DATABASE_POOL_SIZE,
      poolOverflow: env.DATABASE_POOL_OVERFLOW,
      poolWaitMs: env.DATABASE_POOL_WAIT_MS,
    },
    connectSeconds: env.DATABASE_CONNECT_SECONDS,
    databaseSizeWarning: env.DATABASE_SIZE_WARNING_MB * 1024 ** 2,
    dataDir,
    authSecret: env.AUTH_SECRET ?? (await secretFor(env, dataDir)),
    allowGuests: env.ALLOW_GUESTS,
    models: modelSettings(env),
    maxMessageChars: env.MAX_MESSAGE_CHARS,
    logLevel: env.LOG_LEVEL,
    metricsToken: env.METRICS_TOKEN ?? null,
  }
}

async function secretFor(env: Env, dataDir: string): Promise<string> {
  if (env.DATABASE_URL === undefined) return keptSecret(dataDir)
  throw new Error(
    'AUTH_SECRET is needed with DATABASE_URL, the same for every copy of the server. Make one: openssl rand -base64 32',
  )
}

function modelSettings(env: Env): ModelSettings {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL, DEFAULT_MODEL } = env
  return {
    ...((OPENAI_API_KEY ?? OPENAI_BASE_URL) !== undefined && {
      openai: {
        ...(OPENAI_API_KEY !== undefined && { apiKey: OPENAI_API_KEY }),
        ...(OPENAI_BASE_URL !== undefined && { baseUrl: OPENAI_BASE_URL }),
      },
    }),
    ...(ANTHROPIC_API_KEY !== undefined && {
      anthropic: {
        apiKey: ANTHROPIC_API_KEY,
        ...(ANTHROPIC_BASE_URL !== undefined && { baseUrl: ANTHROPIC_BASE_URL }),
      },
    }),
    ...(DEFAULT_MODEL !== undefined && { defaultModel: DEFAULT_MODEL }),
  }
}
