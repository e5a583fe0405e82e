import { newId } from '@parley/contract'
import fc from 'fast-check'
import type { TransactionSql } from 'postgres'
import { afterAll, describe, expect, test } from 'vitest'

import { createRepository } from '../repository/index.ts'
import { createTestDatabase, createUser } from '../testing/index.ts'
import { insert, newWorld, plainly, refusal, store, type Row, type World } from './fixture.ts'

const db = await createTestDatabase()
const sql = plainly(db.settings)
afterAll(() => sql.end())

/** A message as anybody would insert it who does not know how branches are found. */
const plain = (world: World, seq: number, parentId: string | null, id: string = newId()): Row => ({
  user_id: world.conversations['user_id'] ?? null,
  conversation_id: world.conversations['id'] ?? null,
  id,
  parent_id: parentId,
  seq,
  role: 'user',
  content: `m${seq}`,
})
const idOf = (row: Row): string => String(row['id'])

/** A user with a conversation whose one message was placed by its own statement; later ones are not. */
async function begin(tx: TransactionSql): Promise<World> {
  const world = newWorld()
  await store(tx, world)
  await tx`select set_config('parley.placed', '', true)`
  return world
}

const adding = (rows: (world: World, other: World) => Row[]) =>
  refusal(sql, async (tx) => {
    const [other, world] = [await begin(tx), await begin(tx)]
    for (const row of rows(world, other)) await insert(tx, 'messages', row)
  })

describe('the database itself refuses a message', () => {
  test('that leaves a gap in seq, repeats one or is before the first', async () => {
    const root = (world: World) => idOf(world.messages)
    expect(await adding((world) => [plain(world, 2, root(world)), plain(world, 3, root(world))])).toBeNull()
    expect(await adding((world) => [plain(world, 3, root(world))])).toBe('messages_gapless')
    expect(await adding((world) => [plain(world, 2, null), plain(world, 4, null)])).toBe('messages_gapless')
    // A partition has its own name for it.
    const repeated = expect.stringMatching(/^messages_(\d_.*_)?seq/)
    expect(await adding((world) => [plain(world, 1, null)])).toEqual(repeated)
    expect(await adding((world) => [plain(world, 2, null), plain(world, 2, root(world))])).toEqual(repeated)
    for (const seq of [0, -1])
      expect(await adding((world) => [plain(world, seq, null)])).toBe('positive_integer_positive')
  })

  test('and counts one that it accepts: the next append of the repository follows it', async () => {
    const { id: userId } = await createUser(db)
    const repo = createRepository(db, userId)
    const { id: conversationId } = await repo.conversations.create({})
    const id = newId()
    await sql`insert into messages (user_id, conversation_id, id, seq, role, content)
      values (${userId}, ${conversationId}, ${id}, 1, 'user', ${' from\n elsewhere'})`
    expect(await repo.conversations.get(conversationId)).toMatchObject({
      messageCount: 1,
      headId: id,
      preview: 'from elsewhere',
    })
    const next = await repo.messages.append({ conversationId, role: 'assistant', content: 'and on' })
    expect(next).toMatchObject({ seq: 2, parentId: id })
    expect(await repo.messages.all({ conversationId })).toHaveLength(2)
  })

  test('that answers one which is not there, of another conversation or of another user', async () => {
    expect(await adding((world) => [plain(world, 2, newId())])).toBe('messages_parent')
    expect(await adding((world, other) => [plain(world, 2, idOf(other.messages))])).toBe('messages_parent')
    const id = newId()
    expect(await adding((world) => [plain(world, 2, id, id)])).toBe('messages_parent')
    const refused = await refusal(sql, async (tx) => {
      const world = await begin(tx)
      const conversations = { ...world.conversations, id: newId(), is_main: false }
      await insert(tx, 'conversations', conversations)
      await insert(tx, 'messages', plain({ ...world, conversations }, 1, idOf(world.messages)))
    })
    expect(refused).toBe('messages_parent')
  })

  test('in another place than it was given; the rest of it may change', async () => {
    const columns = await sql<{ name: string }[]>`
      select attname as name from pg_attribute
      where attrelid = 'messages'::regclass and attnum > 0 and not attisdropped`
    const places = ['user_id', 'conversation_id', 'id', 'parent_id', 'seq', 'segment', 'depth']
    for (const { name } of columns) {
      const refused = await refusal(sql, async (tx) => {
        const { messages } = await begin(tx)
        await tx`update messages set ${tx(name)} = ${tx(name)} where id = ${idOf(messages)}`
      })
      expect([name, refused]).toEqual([name, places.includes(name) ? 'messages_keep' : null])
    }
  })

  test('its end, but lets it go with its conversation and with its user', async () => {
    const erasing = (erase: (tx: TransactionSql, world: World) => Promise<unknown>) =>
      refusal(sql, async (tx) => {
        const world = await begin(tx)
        await insert(tx, 'messages', plain(world, 2, idOf(world.messages)))
        await erase(tx, world)
        expect(await tx`select from messages where user_id = ${idOf(world.users)}`).toHaveLength(0)
      })
    const keep = 'messages_keep'
    expect(await erasing((tx, world) => tx`delete from messages where user_id = ${idOf(world.users)}`)).toBe(keep)
    expect(await erasing((tx) => tx`delete from messages where seq = 2`)).toBe(keep)
    expect(await erasing((tx, world) => tx`delete from conversations where user_id = ${idOf(world.users)}`)).toBeNull()
    expect(await erasing((tx, world) => tx`delete from users where id = ${idOf(world.users)}`)).toBeNull()
  })
})

describe('a message that does not say where it lies', () => {
  const picks = fc.array(fc.nat(12), { minLength: 1, maxLength: 14 })

  test('is placed where the repository places it, in any tree', async () => {
    const { id: userId } = await createUser(db)
    const repo = createRepository(db, userId)
    const property = fc.asyncProperty(picks, fc.boolean(), async (tree, atOnce) => {
      const [byUs, byAnyone] = [await repo.conversations.create({}), await repo.conversations.create({})]
      const world = newWorld()
      const theirs = { ...world, conversations: { user_id: userId, id: byAnyone.id } }
      const [ids, rows]: [string[], Row[]] = [[], []]
      for (const [i, pick] of tree.entries()) {
        const at = pick === 0 || i === 0 ? null : (pick - 1) % i
        const parentId = at === null ? null : (ids[at] ?? null)
        const parent = at === null ? undefined : rows[at]
        const message = { conversationId: byUs.id, role: 'user', content: `m${i}`, parentId } as const
        ids.push((await repo.messages.append(message)).id)
        rows.push(plain(theirs, i + 1, parent ? idOf(parent) : null))
      }
      if (atOnce) await sql`insert into messages ${sql(rows)}`
      else for (const row of rows) await sql`insert into messages ${sql(row)}`
      const placesIn = (id: string) => sql`
        select seq, segment, depth from messages where user_id = ${userId} and conversation_id = ${id} order by seq`
      expect(await placesIn(byAnyone.id)).toEqual(await placesIn(byUs.id))
      expect(await placesIn(byUs.id)).toHaveLength(tree.length)
    })
    await fc.assert(property, { numRuns: 25 })
  })

  test('is placed also on a connection over which the repository has placed others', async () => {
    await using one = await createTestDatabase({ poolSize: 1, poolOverflow: 0 })
    const { id: userId } = await createUser(one)
    const repo = createRepository(one, userId)
    const { id: conversationId } = await repo.conversations.create({})
    const { id } = await repo.messages.append({ conversationId, role: 'user', content: 'first' })
    const [row] = await one.query<{ segment: number; depth: number }>(
      `insert into messages (user_id, conversation_id, id, parent_id, seq, role, content)
       values ($1, $2, $3, $4, 2, 'user', 'second') returning segment, depth`,
      [userId, conversationId, newId(), id],
    )
    expect(row).toEqual({ segment: 1, depth: 2 })
  })
})
