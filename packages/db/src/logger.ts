/** What the database layer needs of a logger; pino fits as it is. */
export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  /** Asked once a pool: when it says no to `debug`, statements are not timed. */
  isLevelEnabled?(level: 'debug'): boolean
}
