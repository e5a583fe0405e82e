import { newId } from '@parley/contract'

import type { Database } from '../connect.ts'
import { receipt } from '../generation-log/fixture.ts'
import { createGenerationLog } from '../generation-log/index.ts'
import { createRepository, type Repository } from '../repository/index.ts'
import { messageAt, type makeHistories } from './histories.fixture.ts'

type Histories = Awaited<ReturnType<typeof makeHistories>>

interface Page {
  nextCursor: string | null
}

/** Reads the first page of a list and the next one. */
async function twoPages(list: (cursor: string | null) => Promise<Page>): Promise<void> {
  const { nextCursor } = await list(null)
  if (nextCursor === null) throw new Error('The list has one page only.')
  await list(nextCursor)
}

/** For tests: every way in which the repository and the generation log send statements, by the method's name. */
export function operationsOn(histories: Histories): Record<string, (db: Database) => Promise<unknown>> {
  const { userId, owner, running, long, wide, forked, position } = histories
  const runner = { model: 'demo:offline', owner }
  const answer = { conversationId: running.conversationId, messageId: running.answerId }
  const generation = { userId, generationId: running.generationId }
  const ended = { conversationId: long, messageId: messageAt(long, 10_000) }
  const on = (operation: (repo: Repository) => Promise<unknown>) => (db: Database) =>
    operation(createRepository(db, userId))
  const by = (operation: (log: ReturnType<typeof createGenerationLog>) => Promise<unknown>) => (db: Database) =>
    operation(createGenerationLog(db, owner))
  const finish = { status: 'complete', body: { content: 'words', parts: null }, usage: null, error: null } as const
  return {
    'conversations.create': on((repo) => repo.conversations.create({ title: 'New' })),
    'conversations.main': on((repo) => repo.conversations.main()),
    'conversations.list': on((repo) =>
      twoPages((cursor) => repo.conversations.list({ limit: 10, archived: false, trashed: false, cursor })),
    ),
    'conversations.list archived': on((repo) =>
      twoPages((cursor) => repo.conversations.list({ limit: 10, archived: true, trashed: false, cursor })),
    ),
    'conversations.list trashed': on((repo) =>
      twoPages((cursor) => repo.conversations.list({ limit: 10, archived: false, trashed: true, cursor })),
    ),
    'conversations.get': on((repo) => repo.conversations.get(long)),
    'conversations.model': on((repo) => repo.conversations.model(long)),
    'conversations.update': on((repo) => repo.conversations.update({ id: long, title: 'Named' })),
    'conversations.delete': on((repo) => repo.conversations.delete({ id: long, permanently: false })),
    'conversations.delete permanently': on((repo) => repo.conversations.delete({ id: forked, permanently: true })),
    'conversations.name': on((repo) => repo.conversations.name({ id: long, title: 'Named' })),
    'conversations.restore': on(async (repo) => {
      await repo.conversations.delete({ id: long, permanently: false })
      await repo.conversations.restore(long)
    }),
    'conversations.switchHead': on((repo) =>
      repo.conversations.switchHead({ id: forked, messageId: messageAt(forked, 5_009) }),
    ),
    'conversations.switchHead of versions': on((repo) =>
      repo.conversations.switchHead({ id: wide, messageId: messageAt(wide, 500) }),
    ),
    'messages.list': on((repo) =>
      twoPages((cursor) => repo.messages.list({ conversationId: long, limit: 50, cursor })),
    ),
    'messages.list of a leaf': on((repo) =>
      twoPages((cursor) =>
        repo.messages.list({ conversationId: forked, limit: 50, leafId: messageAt(forked, 5_009), cursor }),
      ),
    ),
    'messages.list of forks': on((repo) =>
      twoPages((cursor) => repo.messages.list({ conversationId: forked, limit: 50, cursor })),
    ),
    'messages.list of versions': on((repo) => repo.messages.list({ conversationId: wide, limit: 200 })),
    'messages.get': on((repo) => repo.messages.get(answer)),
    'messages.siblings': on((repo) =>
      repo.messages.siblings({ conversationId: forked, messageId: messageAt(forked, 5_000) }),
    ),
    'messages.append': on((repo) => repo.messages.append({ conversationId: long, role: 'user', content: 'on' })),
    'messages.append of a branch': on((repo) =>
      repo.messages.append({ conversationId: long, role: 'user', content: 'x', parentId: messageAt(long, 5_000) }),
    ),
    'messages.append of a root': on((repo) =>
      repo.messages.append({ conversationId: long, role: 'user', content: 'x', parentId: null }),
    ),
    'messages.count': on((repo) => repo.messages.count(long)),
    'messages.all': on((repo) => repo.messages.all({ conversationId: long })),
    'messages.context': on((repo) => repo.messages.context({ conversationId: long, limit: 20 })),
    'messages.context of forks': on((repo) => repo.messages.context({ conversationId: forked, limit: 20 })),
    'turns.start': on((repo) =>
      repo.turns.start({ ...runner, conversationId: newId(), messageId: newId(), content: 'q', title: 'q' }),
    ),
    'turns.regenerate': on((repo) => repo.turns.regenerate({ ...ended, ...runner, newMessageId: newId() })),
    'turns.edit': on((repo) =>
      repo.turns.edit({
        ...runner,
        conversationId: long,
        messageId: messageAt(long, 5_001),
        newMessageId: newId(),
        content: 'edited',
      }),
    ),
    'turns.continue': async (db) => {
      await createGenerationLog(db, owner).finish({ ...generation, ...finish, status: 'stopped' })
      await createRepository(db, userId).turns.continue({ ...answer, ...runner })
    },
    'turns.requestStop': on((repo) => repo.turns.requestStop(answer)),
    'turns.branch': on((repo) => repo.turns.branch({ conversationId: long, leafId: ended.messageId, limit: 20 })),
    'turns.branchLength': on((repo) => repo.turns.branchLength({ conversationId: long, leafId: ended.messageId })),
    'generations.state': on((repo) => repo.generations.state({ ...answer, afterSeq: 100 })),
    'generations.list': on((repo) => repo.generations.list(answer)),
    'changes.read': on((repo) => repo.changes.read({ since: position })),
    'changes.read of too much': on((repo) => repo.changes.read({ since: `${Date.now()}.3:3:` })),
    'changes.read without a position': on((repo) => repo.changes.read({ since: null })),
    'tasks.create': on((repo) => repo.tasks.create({ title: 'Oats', source: ended })),
    'tasks.list': on((repo) => twoPages((cursor) => repo.tasks.list({ limit: 10, cursor }))),
    'tasks.list of open ones': on((repo) =>
      twoPages((cursor) => repo.tasks.list({ limit: 10, completed: false, cursor })),
    ),
    'tasks.list of done ones': on((repo) =>
      twoPages((cursor) => repo.tasks.list({ limit: 10, completed: true, cursor })),
    ),
    'tasks.get': on(async (repo) => repo.tasks.get((await repo.tasks.create({ title: 'Oats' })).id)),
    'tasks.update': on(async (repo) =>
      repo.tasks.update({ id: (await repo.tasks.create({ title: 'Oats' })).id, completed: true }),
    ),
    'tasks.delete': on(async (repo) => repo.tasks.delete((await repo.tasks.create({ title: 'Oats' })).id)),
    'log.register': by((log) => log.register()),
    'log.heartbeat': by((log) => log.heartbeat([running.generationId])),
    'log.deregister': by((log) => log.deregister()),
    'log.commit': by((log) => log.commit([{ ...generation, seq: 201, event: { type: 'text-delta', text: 'x' } }])),
    'log.saveReceipt': by((log) => log.saveReceipt({ ...generation, receipt })),
    'log.finish': by((log) => log.finish({ ...generation, ...finish })),
    'log.read': by((log) => log.read([{ ...generation, seq: 0 }])),
    'log.claimDead': by((log) => log.claimDead({ leaseSeconds: 30, running: [] })),
  }
}
