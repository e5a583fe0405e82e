import type { Topic } from './topic.ts'

export const databases: Topic = {
  subjects: ['a slow report', 'an unused index', 'keyset paging', 'a long migration', 'a deadlock', 'full-text search'],
  titles: ['{} in Postgres', 'Understanding {}', '{}: what EXPLAIN says', 'Help with {}', 'Is {} worth it?'],
  questions: [
    'I have {} in Postgres. Where do I start?',
    'What does this plan tell me about {}?\n\n```\nSeq Scan on orders  (cost=0.00..18334.00 rows=1 width=97) (actual time=0.02..91.3 rows=12 loops=1)\n  Filter: (customer_id = 42)\n  Rows Removed by Filter: 999988\n```',
    'Should I use a partial index or a covering one?',
    'Why is `OFFSET` slow on later pages?',
    'How do I do that without locking the table?',
    'And what changes with a hundred million rows?',
    'Does the order of the columns in the index matter?',
  ],
  openings: [
    'Start with `EXPLAIN (ANALYZE, BUFFERS)`; everything else is a guess.',
    'The plan reads all rows and throws nearly all of them away.',
    'It depends on how often the column changes.',
    'In one sentence: the index has to begin with what you compare for equality.',
  ],
  sentences: [
    'Equality columns come first in an index, then the one you sort by.',
    'A partial index is smaller and is kept up only by the rows that it covers.',
    'An index-only scan needs a visibility map that is up to date, so vacuum matters.',
    'Keyset paging asks for the rows after the last one you saw, so page 1,000 costs as much as page 1.',
    'Every further index makes each insert pay, whether anybody reads by it or not.',
    'Take locks in the same order everywhere, and deadlocks go away.',
    'Statistics are a sample: after a big import run `ANALYZE` once.',
    'A foreign key without an index on its own side makes deletes of the parent slow.',
    'Transactions should be short; the one that is idle keeps vacuum from doing its work.',
  ],
  points: [
    'Look at *rows removed by filter*.',
    'Compare estimated rows with actual rows.',
    '`CREATE INDEX CONCURRENTLY` outside of a transaction.',
    'Backfill in batches of a few thousand rows.',
    'Set `lock_timeout` before you change a table.',
    'Check `pg_stat_user_indexes` for indexes that nobody uses.',
  ],
  headings: ['Reading the plan', 'The index', 'The query', 'Doing it without downtime'],
  blocks: [
    '```sql\ncreate index concurrently orders_open\n  on orders (customer_id, created_at desc)\n  where closed_at is null;\n```',
    '```sql\nselect id, created_at, total\nfrom orders\nwhere customer_id = $1\n  and (created_at, id) < ($2, $3)\norder by created_at desc, id desc\nlimit $4;\n```',
    '```sql\nwith batch as (\n  select id from orders where region is null order by id limit 5000\n)\nupdate orders o set region = lookup(o.address)\nfrom batch where o.id = batch.id;\n```',
    '> A sequential scan is not bad by itself. On a small table it is the fastest way.',
    '| Plan node | Good sign | Bad sign |\n| --- | --- | --- |\n| Index Only Scan | heap fetches near 0 | heap fetches = rows |\n| Sort | quicksort in memory | external merge on disk |\n| Hash Join | one batch | many batches |',
  ],
  closings: [
    'Post the new plan, and we can see whether it is used.',
    'If the table is small, leave it as it is.',
    'Try it on a copy first. 🐘',
  ],
  tasks: ['Run EXPLAIN for {}', 'Drop the unused index', 'Plan the backfill', 'Check autovacuum settings'],
}
