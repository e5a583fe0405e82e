import type { ConnectionSettings } from '../settings.ts'

/** A Postgres server for one test run. */
export interface TestServer {
  /** Its maintenance database. */
  settings: ConnectionSettings
  /** The name of a migrated database, to be copied; the copies' names start with it. */
  template: string
}

declare module 'vitest' {
  interface ProvidedContext {
    parleyTestServer: TestServer
  }
}

/** The same server, another database. */
export function withDatabase(settings: ConnectionSettings, database: string): ConnectionSettings {
  if (typeof settings !== 'string') return { ...settings, database }
  const url = new URL(settings)
  url.pathname = `/${database}`
  return url.href
}
