import { beforeAll, describe, expect, test } from 'vitest'

import { createRepository } from '../repository/index.ts'
import { createTestDatabase } from '../testing/index.ts'
import { makeHistories, messageAt } from './histories.fixture.ts'
import { operationsOn } from './operations.fixture.ts'
import { nodesOf, PLAN_MODES, plansOf, touchedBy, type PlanNode } from './plan.fixture.ts'

const db = await createTestDatabase()
const histories = await makeHistories(db)
const { userId, short, long, wide, forked } = histories
const operations = operationsOn(histories)

const OWNED = /^(conversations|messages|generations|generation_events|tasks)$/
/** Finds what a process runs, of whichever user. */
const OF_ALL_USERS = ['generations_owner', 'processes_pkey']

/** What may be sorted, because it is short however long the history is. */
const SORTS: Record<string, string> = {}

test('every method of the repository has its statements looked at', () => {
  const methods = Object.entries(createRepository(db, userId)).flatMap(([noun, verbs]) =>
    Object.keys(verbs).map((verb) => `${noun}.${verb}`),
  )
  const looked = Object.keys(operations).map((name) => name.split(' ')[0])
  expect(methods.filter((method) => !looked.includes(method))).toEqual([])
})

describe.each(PLAN_MODES)('with %s', (mode) => {
  test.each(Object.entries(operations))('%s looks through no table and sorts no history', async (name, operation) => {
    const statements = await plansOf(db, mode, operation)
    expect(statements.length).toBeGreaterThan(0)
    for (const { text, plan } of statements) {
      const nodes = nodesOf(plan)
      const scans = nodes.filter((node) => node['Node Type'] === 'Seq Scan' && OWNED.test(node['Relation Name'] ?? ''))
      expect([text, scans]).toEqual([text, []])
      const indexes = nodes.filter((node) => !OF_ALL_USERS.includes(node['Index Name'] ?? OF_ALL_USERS[0] ?? ''))
      const foreign = indexes.filter((node) => !node['Index Cond']?.includes('user_id'))
      expect([text, foreign]).toEqual([text, []])
      const sorts = nodes.filter((node) => node['Node Type'].endsWith('Sort'))
      if (sorts.length > 0) console.log('SORT', mode, name, text.slice(0, 60), JSON.stringify(sorts.map(s => [s['Sort Key'], s['Actual Rows']])))
      console.log('TOUCH', mode, name, JSON.stringify([...await touchedBy(db, mode, operation)].filter(([,t]) => t.rows + t.scans > 0).map(([t, x]) => [t, x.scans, x.rows])))
    }
  })
})
