import type { users } from '../schema/index.ts'
import type { NewRow } from './insert.ts'
import { createRandom, idAt } from './random.ts'

export type UserRow = NewRow<typeof users>

/** When the first sample user signed up; the others follow by the minute. */
const FIRST_AT = Date.UTC(2024, 0, 1)
const MINUTE_MS = 60_000

/** The sample user with a number, counted from 1; the same one whatever the seed. */
export function sampleUser(number: number): UserRow {
  const createdAt = FIRST_AT + number * MINUTE_MS
  return {
    id: idAt(createdAt, createRandom('user', number)),
    name: `Sample user ${number}`,
    email: `sample-${number}@example.com`,
    emailVerified: false,
    image: null,
    isAnonymous: false,
    createdAt: new Date(createdAt),
    updatedAt: new Date(createdAt),
  }
}
