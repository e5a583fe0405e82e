import type { Database } from '../connect.ts'

/** One user's view of the database. Every statement of the repository has the user's id in its WHERE. */
export interface Scope {
  db: Database
  userId: string
}
