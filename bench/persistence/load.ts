import type { Database } from '@parley/db'

import { conversationsOf, LENGTH, OWNER } from './conversations.ts'
import { copyToRaw, RAW_TABLES } from './raw-tables.ts'

/** Ids as the application makes them (UUIDv7), but the same in every run; a text for each message, 350 characters on average. */
const HELPERS = `
  create schema bench;
  create function bench.id(at timestamptz, key text) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')
      || '7' || left(md5(key), 3) || '8' || substr(md5(key), 4, 15))::uuid $$;
  create function bench.text(seq int, n int) returns text language sql immutable as $$
    select seq || '. ' || left(repeat('A sentence of a chat, neither long nor short. ', 30),
      case when seq % 2 = 1 then 40 + (seq * 7 + n) % 120 else 200 + (seq * 13 + n) % 800 end) || '.' $$;
  create table bench.conversations (n int primary key, user_id uuid, id uuid, length int, started timestamptz)`

/** Conversation n starts n minutes into the year; a message a second. $1, $2: the first and last number. */
const PLAN = `
  insert into bench.conversations
  select n, bench.id('2025-12-31Z', 'user ' || owner), bench.id(started, 'conversation ' || n), length, started
  from (select n, ${OWNER} as owner, ${LENGTH} as length, timestamptz '2026-01-01Z' + n * interval '1 minute' as started
    from generate_series($1::int, $2::int) n)`

const USERS = `
  insert into users (id, name, email)
  select distinct user_id, 'Bench user', user_id || '@example.com' from bench.conversations
  where n between $1 and $2 on conflict do nothing`

/** Linear conversations: each message answers the one before it, all in the first segment. */
const CONVERSATIONS = `
  insert into conversations (user_id, id, title, head_id, head_parent_id, head_segment, head_depth, message_count, preview,
    created_at, updated_at)
  select user_id, id, 'Conversation ' || n, bench.id(ended, n || ' ' || length),
    bench.id(ended - interval '1 second', n || ' ' || length - 1), 1, length, length, left(bench.text(length, n), 200),
    started, ended
  from (select *, started + length * interval '1 second' as ended from bench.conversations)
  where n between $1 and $2`

const MESSAGES = `
  insert into messages (user_id, conversation_id, id, parent_id, seq, segment, depth, role, status, content, created_at,
    updated_at)
  select c.user_id, c.id, bench.id(at, n || ' ' || seq),
    case when seq > 1 then bench.id(at - interval '1 second', n || ' ' || seq - 1) end, seq, 1, seq,
    (case when seq % 2 = 1 then 'user' else 'assistant' end)::message_role, 'complete', bench.text(seq, n), at, at
  from bench.conversations c, generate_series(1, length) seq,
    lateral (select started + seq * interval '1 second' as at)
  where n between $1 and $2`

/** Conversations a statement. */
const CHUNK = 1_000

/** Fills the tables of both sides with that many messages, then brings them to rest. */
export async function load(db: Database, messages: number, onProgress: (share: number) => void): Promise<void> {
  await db.sql.unsafe(HELPERS).simple()
  await db.sql.unsafe(RAW_TABLES).simple()
  const last = conversationsOf(messages)
  for (let from = 1; from <= last; from += CHUNK) {
    const to = Math.min(from + CHUNK - 1, last)
    await db.sql.begin(async (tx) => {
      // The rows are right by construction; foreign keys and triggers would take most of the time.
      await tx.unsafe(`set local session_replication_role = replica; set local statement_timeout = 0`).simple()
      for (const text of [PLAN, USERS, CONVERSATIONS, MESSAGES, ...copyToRaw]) await tx.unsafe(text, [from, to])
    })
    onProgress(to / last)
  }
  await settle(db)
}

/** Statistics, visibility and a checkpoint, so that none of them falls into what is measured. */
async function settle(db: Database): Promise<void> {
  const session = await db.sql.reserve()
  try {
    await session`set statement_timeout = 0`
    for (const table of ['conversations', 'messages', 'raw.conversations', 'raw.messages']) {
      await session.unsafe(`vacuum (analyze) ${table}`)
    }
    await session`checkpoint`
    await session`reset statement_timeout`
  } finally {
    session.release()
  }
}
