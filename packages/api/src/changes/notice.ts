import { idSchema } from '@parley/contract'
import { z } from 'zod'

/** The channel on which processes tell each other whose rows have changed. */
export const CHANGES_CHANNEL = 'parley_changes'

/** Users that one notice names: the ids of 200 stay below the 8,000 bytes that a notification may have. */
export const MAX_USERS = 200

/** Whose rows have changed; null means everybody's. */
export type Users = ReadonlySet<string> | null

/** All of both; everybody when a notice could not name them. */
export function joinUsers(some: Users, others: Users): Users {
  const users = some && others && new Set([...some, ...others])
  return users && users.size <= MAX_USERS ? users : null
}

const noticeSchema = z.object({
  /** Who tells: it has woken its own feeds already. */
  process: idSchema,
  users: z.array(idSchema).nullable(),
})

export interface Notice {
  process: string
  users: Users
}

export const formatNotice = ({ process, users }: Notice): string =>
  JSON.stringify({ process, users: users && [...users] })

/** Null for a payload that this version does not know. */
export function parseNotice(payload: string): Notice | null {
  try {
    const { process, users } = noticeSchema.parse(JSON.parse(payload))
    return { process, users: users && new Set(users) }
  } catch {
    return null
  }
}
