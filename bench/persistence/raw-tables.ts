/**
 * The tables of somebody who wants this bench's operations and no more: rows of an owner, an order, an id that the client
 * chose, messages that go with their conversation, and what the database has to refuse by itself (a role that is none, blank
 * or endless content, an endless title). They lack branches (parent, head), the trash, main conversations and generations.
 */
export const RAW_TABLES = `
  create schema raw;
  create table raw.conversations (
    user_id uuid not null, id uuid not null,
    title text not null check (char_length(title) between 1 and 255), message_count int not null default 0,
    preview text not null default '', context_limit int not null default 20, model text, system_prompt text,
    pinned_at timestamptz(3), archived_at timestamptz(3),
    created_at timestamptz(3) not null default now(), updated_at timestamptz(3) not null default now(),
    primary key (user_id, id)
  );
  create index conversations_list on raw.conversations (user_id, (pinned_at is not null), updated_at, id)
    where archived_at is null;
  create table raw.messages (
    user_id uuid not null, conversation_id uuid not null, seq int not null, id uuid not null,
    role text not null check (role in ('system', 'user', 'assistant')), status text not null default 'complete',
    content text not null check (role = 'assistant' or btrim(content) <> '' and char_length(content) <= 1000000), parts jsonb, model text, usage jsonb, error jsonb,
    created_at timestamptz(3) not null default now(), updated_at timestamptz(3) not null default now(),
    primary key (user_id, conversation_id, seq),
    unique (user_id, conversation_id, id),
    foreign key (user_id, conversation_id) references raw.conversations on delete cascade
  )`

/** $1, $2: the first and last number of the conversations. */
export const copyToRaw = [
  `insert into raw.conversations (user_id, id, title, message_count, preview, created_at, updated_at)
  select c.user_id, c.id, c.title, c.message_count, c.preview, c.created_at, c.updated_at
  from bench.conversations b join conversations c using (user_id, id) where b.n between $1 and $2 order by b.n`,
  `insert into raw.messages (user_id, conversation_id, seq, id, role, status, content, created_at, updated_at)
  select m.user_id, m.conversation_id, m.seq, m.id, m.role, m.status, m.content, m.created_at, m.updated_at
  from bench.conversations b join messages m on m.user_id = b.user_id and m.conversation_id = b.id
  where b.n between $1 and $2 order by b.n, m.seq`,
]
