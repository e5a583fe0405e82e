import { pino, stdSerializers, type DestinationStream } from 'pino'

import type { Env } from './env.ts'

/** What a database's error quotes of a row or of a statement's values: people's words, and secrets. */
const QUOTES = new Set(['detail', 'where', 'hint', 'query', 'params', 'parameters', 'args', 'internal_query'])
/** Drizzle puts them into its message, which the stack repeats. */
const VALUES = /\nparams: [^]*?(?=\n\s+at |$)/g

/** The server's log: JSON lines that hold no secret and nothing that anybody wrote. */
export function createLogger(level: Env['LOG_LEVEL'], destination?: DestinationStream) {
  const options = {
    level,
    redact: ['*.authorization', '*.cookie', '*.password', '*.token'],
    serializers: { err: withoutQuotes },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

function withoutQuotes(error: Error): object {
  const told = Object.entries(stdSerializers.err(error)).filter(([name]) => !QUOTES.has(name))
  return Object.fromEntries(
    told.map(([name, value]) => [name, typeof value === 'string' ? value.replaceAll(VALUES, '') : value]),
  )
}
