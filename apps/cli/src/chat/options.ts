import { parseArgs } from 'node:util'

import { idSchema, modelIdSchema } from '@parley/contract'
import { z } from 'zod'

import { UsageError } from '../failure.ts'

export interface ChatOptions {
  /** What was given as arguments. */
  message: string | null
  conversation: string | null
  model: string | null
  url: string | null
  json: boolean
}

const schema = z.object({
  conversation: idSchema.nullable(),
  model: modelIdSchema.nullable(),
  url: z.url({ protocol: /^https?$/, error: 'Must look like http://127.0.0.1:3000' }).nullable(),
})

/** Throws a UsageError that names the option at fault. */
export function readOptions(args: readonly string[]): ChatOptions {
  const { values, positionals } = parse(args)
  const { conversation = null, model = null, url = null, json } = values
  const checked = schema.safeParse({ conversation, model, url })
  if (!checked.success) {
    const [issue] = checked.error.issues
    throw new UsageError(`--${issue?.path.join('.')}: ${issue?.message}`)
  }
  return { ...checked.data, message: positionals.length === 0 ? null : positionals.join(' '), json }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        conversation: { type: 'string', short: 'c' },
        model: { type: 'string', short: 'm' },
        url: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
