import { limits } from '@parley/contract'
import { z } from 'zod'

const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const text = z.string().trim().optional()

const envSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  /** The public origin; needed when people do not open the server by its own address. */
  BASE_URL: text.pipe(z.url({ protocol: /^https?$/ }).optional()),
  /** Proxies in front whose X-Forwarded-For is believed. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  DATABASE_URL: text,
  DATA_DIR: z.string().default('./data'),
  AUTH_SECRET: text.pipe(z.string().min(32, 'must have at least 32 characters').optional()),
  ALLOW_GUESTS: flag.default(true),
  OPENAI_API_KEY: text,
  OPENAI_BASE_URL: text.pipe(z.url().optional()),
  ANTHROPIC_API_KEY: text,
  ANTHROPIC_BASE_URL: text.pipe(z.url().optional()),
  DEFAULT_MODEL: text,
  MAX_MESSAGE_CHARS: z.coerce.number().int().min(1).max(limits.messageCharsCeiling).default(limits.messageChars),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_TOKEN: text,
})

export type Env = z.infer<typeof envSchema>

/** The settings of this process. Throws an error that names every variable at fault, never its value. */
export function readEnv(variables: Record<string, string | undefined> = process.env): Env {
  // An empty variable counts as unset, as docker compose passes it on.
  const set = Object.entries(variables).filter(([, value]) => value?.trim() !== '')
  const result = envSchema.safeParse(Object.fromEntries(set))
  if (result.success) return result.data
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`These settings cannot be used:\n${lines.join('\n')}`)
}
