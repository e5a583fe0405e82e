import { limits } from '@parley/contract'
import { z } from 'zod'

const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const text = z.string().trim().optional()
const whole = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`
  return z.coerce.number(error).int(error).min(min, error).max(max, error)
}
const url = (protocol: RegExp, start: string) =>
  text.pipe(z.url({ protocol, error: `must be an address that begins with ${start}` }).optional())
const web = url(/^https?$/, 'http:// or https://')

const envSchema = z.object({
  PORT: whole(0, 65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  /** The public origin; needed when people do not open the server by its own address. */
  BASE_URL: web,
  /** Proxies in front whose X-Forwarded-For is believed. */
  TRUST_PROXY: whole(0, 10).default(0),
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgres://'),
  DATABASE_POOL_SIZE: whole(1, 1_000).default(5),
  /** Connections on top of these under load. */
  DATABASE_POOL_OVERFLOW: whole(0, 1_000).default(10),
  DATABASE_POOL_WAIT_MS: whole(1, 60_000).default(5_000),
  /** How long the start waits for a database that does not answer. */
  DATABASE_CONNECT_SECONDS: whole(1, 3_600).default(60),
  DATABASE_SIZE_WARNING_MB: whole(1, 1_000_000_000).default(10_240),
  DATA_DIR: z.string().default('./data'),
  AUTH_SECRET: text.pipe(z.string().min(32, 'must have at least 32 characters').optional()),
  ALLOW_GUESTS: flag.default(true),
  OPENAI_API_KEY: text,
  OPENAI_BASE_URL: web,
  ANTHROPIC_API_KEY: text,
  ANTHROPIC_BASE_URL: web,
  DEFAULT_MODEL: text,
  MAX_MESSAGE_CHARS: whole(1, limits.messageCharsCeiling).default(limits.messageChars),
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
