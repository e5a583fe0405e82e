/** Where a database is: a URL, or its parts. A `host` that is a folder means the unix socket in it. */
export type ConnectionSettings =
  | string
  | { host: string; port: number; user: string; password?: string; database: string }
