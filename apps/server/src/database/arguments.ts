import { parseArgs } from 'node:util'

import { UsageError } from './command.ts'

interface Options {
  [name: string]: { type: 'string' | 'boolean' }
}

/** The options of a command line, by name. Throws UsageError for one that is unknown or lacks its value. */
export function readOptions(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** A whole number that was given as an option, or its default. */
export function wholeNumber(
  name: string,
  value: string | boolean | undefined,
  { least, most, otherwise }: { least: number; most: number; otherwise: number },
): number {
  if (value === undefined) return otherwise
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : NaN
  if (number >= least && number <= most) return number
  throw new UsageError(`--${name} must be a whole number from ${least} to ${most.toLocaleString('en')}.`)
}
