import type { Queries } from '../../queries.ts'

const NAME = `
  update conversations c set title = $3
  where c.user_id = $1 and c.id = $2 and not c.title_given and c.title <> $3 and c.deleted_at is null
  returning c.id`

/** Gives a conversation a title of our making. False when nothing changed: the user gave it one, or it is gone. */
export async function nameConversation(
  { db, userId }: { db: Queries; userId: string },
  id: string,
  title: string,
): Promise<boolean> {
  const rows = await db.query(NAME, [userId, id, title])
  return rows.length > 0
}
