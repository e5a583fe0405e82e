import { expect, test } from 'vitest'

import { createRepository } from '../repository/index.ts'
import { createTestDatabase } from '../testing/index.ts'
import { makeHistories } from './histories.fixture.ts'
import { operationsOn } from './operations.fixture.ts'
import { nodesOf, plansOf, type PlanNode } from './plan.fixture.ts'

const db = await createTestDatabase()
const histories = await makeHistories(db)
const operations = operationsOn(histories)

const OWNED = /^(conversations|messages|generations|generation_events|tasks|erasures)$/
/** They find what a process runs, of whichever user. */
const OF_ALL_USERS = ['generations_owner', 'processes_pkey', 'users_pkey']

/** Whose statements sort, and what: as much as is asked for, however long the history is. */
const SORTING: Record<string, string> = {
  'messages.list of a leaf': 'the messages of a page that forks',
  'messages.list of forks': 'the messages of a page that forks',
  'messages.list of versions': 'the versions of one message',
  'messages.context of forks': 'as many messages as are asked for',
  'messages.siblings': 'the versions of one message',
  'messages.get': 'the events of one answer that is being written',
  'generations.list': 'the generations of one message',
  'generations.state': 'the events of one answer that is being written',
  'turns.regenerate': 'the versions of one answer',
  'turns.continue': 'the versions of one answer',
}

const sortsOf = (nodes: PlanNode[]) => nodes.filter((node) => node['Node Type'].endsWith('Sort'))

test('every method of the repository has its statements looked at', () => {
  const methods = Object.entries(createRepository(db, histories.userId)).flatMap(([noun, verbs]) =>
    Object.keys(verbs).map((verb) => `${noun}.${verb}`),
  )
  const looked = Object.keys(operations).map((name) => name.split(' ')[0])
  expect(methods.filter((method) => !looked.includes(method))).toEqual([])
})

test.each(Object.entries(operations))('%s looks through no table and sorts no history', async (name, operation) => {
  const statements = await plansOf(db, operation)
  expect(statements.length).toBeGreaterThan(0)
  for (const { text, plan } of statements) {
    const nodes = nodesOf(plan)
    const through = nodes.filter((node) => node['Node Type'] === 'Seq Scan' && OWNED.test(node['Relation Name'] ?? ''))
    expect([text, through]).toEqual([text, []])
    const ofOneUser = nodes.filter((node) => node['Index Name'] && !OF_ALL_USERS.includes(node['Index Name']))
    expect([text, ofOneUser.filter((node) => !node['Index Cond']?.includes('user_id'))]).toEqual([text, []])
    if (!(name in SORTING)) expect([text, sortsOf(nodes)]).toEqual([text, []])
  }
})

test.each(['messages.context', 'messages.list', 'messages.all'])(
  '%s of a history without forks is one range of one index, read backward, and leaves out nothing that it met',
  async (name) => {
    const operation = operations[name]
    if (!operation) throw new Error(`No operation ${name}.`)
    const reads = (await plansOf(db, operation)).filter(({ text }) => text.includes('messages m'))
    expect(reads.length).toBe(name === 'messages.list' ? 2 : 1)
    for (const { plan } of reads) {
      const nodes = nodesOf(plan).filter((node) => node['Relation Name'] === 'messages')
      const scan = nodes.find((node) => node['Index Name'] === 'messages_branch')
      const more = nodes.filter((node) => node !== scan)
      const limits = nodesOf(plan).filter((node) => node['Node Type'] === 'Limit')
      expect(limits.map((node) => node.Plans?.includes(scan ?? plan))).toEqual([true])
      expect(scan).toMatchObject({
        'Node Type': 'Index Scan',
        'Scan Direction': 'Backward',
        'Index Name': 'messages_branch',
        'Index Cond': expect.stringMatching(/user_id.*conversation_id.*segment.*depth/),
      })
      expect([scan?.Filter, scan?.['Rows Removed by Filter']]).toEqual([undefined, undefined])
      // The message that a cursor names is looked up by its key.
      expect(more.every((node) => node['Index Name'] === 'messages_user_id_conversation_id_id_pk')).toBe(true)
    }
  },
)

test.each([
  ['conversations.list', 'conversations_list', 'Backward'],
  ['conversations.list archived', 'conversations_archive', 'Backward'],
  ['conversations.list trashed', 'conversations_trash', 'Backward'],
  ['tasks.list', 'tasks_list', 'Forward'],
  ['tasks.list of open ones', 'tasks_completed', 'Forward'],
  ['tasks.list of done ones', 'tasks_completed', 'Forward'],
])('both pages of %s are one range of %s', async (name, index, direction) => {
  const operation = operations[name]
  if (!operation) throw new Error(`No operation ${name}.`)
  const statements = await plansOf(db, operation)
  expect(statements.length).toBe(2)
  for (const { plan } of statements) {
    const [top, scan, ...more] = nodesOf(plan)
    expect([top?.['Node Type'], more]).toEqual(['Limit', []])
    expect(scan).toMatchObject({ 'Node Type': 'Index Scan', 'Scan Direction': direction, 'Index Name': index })
    expect([scan?.Filter, scan?.['Rows Removed by Filter']]).toEqual([undefined, undefined])
  }
})
