import { newId, ParleyError } from '@parley/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { until } from '../testing/until.ts'
import { Announcer } from './announcer.ts'
import { formatNotice, joinUsers, MAX_USERS, parseNotice, type Users } from './notice.ts'

const away = () => new ParleyError('UNAVAILABLE', 'The database is away.')
const ids = (count: number) => Array.from({ length: count }, () => newId())
const names = (users: Users, userId: string) => users === null || users.has(userId)

function quiet() {
  const warnings: string[] = []
  const warn = (_fields: object, message: string) => void warnings.push(message)
  return { logger: { debug: () => {}, info: () => {}, warn, error: () => {} }, warnings }
}

describe('whoever is announced', () => {
  it('is in a notice that is sent after it and arrives, one at a time, whatever fails in between', async () => {
    const action = fc.record({ user: fc.nat({ max: 400 }), again: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(action, { minLength: 1, maxLength: 60 }),
        fc.infiniteStream(fc.boolean()),
        async (s, actions, fails) => {
          const users = ids(401)
          const arrived: { startedAt: number; users: Users }[] = []
          let [clock, inFlight] = [0, 0]
          let failuresLeft = 20
          await using announcer = new Announcer({
            ...quiet(),
            longestPauseMs: 0,
            send: async (told) => {
              expect(++inFlight).toBe(1)
              expect(Buffer.byteLength(formatNotice({ process: newId(), users: told }))).toBeLessThan(8_000)
              const startedAt = clock++
              await s.schedule(Promise.resolve(), 'send')
              inFlight--
              if (failuresLeft-- > 0 && fails.next().value) throw away()
              arrived.push({ startedAt, users: told })
            },
          })
          const announced: { at: number; user: string }[] = []
          const all = Promise.all(
            actions.map(async ({ user, again }) => {
              for (let i = 0; i < (again ? 2 : 1); i++) {
                await s.schedule(Promise.resolve(), 'announce')
                announced.push({ at: clock++, user: users[user] ?? '' })
                announcer.announce(new Set([users[user] ?? '']))
              }
            }),
          )
          await s.waitFor(all)
          const isTold = () =>
            announced.every(({ at, user }) => arrived.some((one) => one.startedAt > at && names(one.users, user)))
          await s.waitFor(
            until(() => {
              if (s.count() > 0 || !isTold()) throw new Error('A notice is on its way.')
            }),
          )
        },
      ),
      { numRuns: 100 },
    )
  })

  it('goes along with the next notice while one is on its way', async () => {
    const sent: { users: Users; done: () => void }[] = []
    await using announcer = new Announcer({
      ...quiet(),
      send: (users) => new Promise<void>((done) => sent.push({ users, done })),
    })
    const users = ids(50)
    for (const user of users) announcer.announce(new Set([user]))
    expect(sent).toMatchObject([{ users: new Set([users[0]]) }])
    sent[0]?.done()
    await until(() => expect(sent).toHaveLength(2))
    expect(sent[1]?.users).toEqual(new Set(users.slice(1)))
    sent[1]?.done()
  })

  it('becomes everybody when a notice cannot name all, also while the database is away', async () => {
    const arrived: Users[] = []
    const { logger, warnings } = quiet()
    let tries = 0
    let isAway = true
    await using announcer = new Announcer({
      logger,
      longestPauseMs: 1,
      send: (users) => {
        tries++
        return isAway ? Promise.reject(away()) : Promise.resolve(void arrived.push(users))
      },
    })
    for (const user of ids(10_000)) announcer.announce(new Set([user]))
    await until(() => expect(tries).toBeGreaterThan(3))
    isAway = false
    await until(() => expect(arrived).toEqual([null]))
    expect(warnings).toHaveLength(1)
    const last = new Set(ids(1))
    announcer.announce(last)
    await until(() => expect(arrived).toEqual([null, last]))
  })
})

it('an announcer that is closed has sent what waited, and does not wait for a database that is away', async () => {
  const sent: Users[] = []
  const announcer = new Announcer({ ...quiet(), send: async (users) => void sent.push(users) })
  const users = ids(3)
  for (const user of users) announcer.announce(new Set([user]))
  await announcer[Symbol.asyncDispose]()
  expect(new Set(sent.flatMap((one) => [...(one ?? [])]))).toEqual(new Set(users))

  let tries = 0
  const cutOff = new Announcer({
    ...quiet(),
    longestPauseMs: 60_000,
    send: () => {
      tries++
      return Promise.reject(away())
    },
  })
  cutOff.announce(new Set(users))
  await cutOff[Symbol.asyncDispose]()
  expect(tries).toBeLessThan(3)
})

describe('a notice', () => {
  it('of as many users as it may name is below the 8,000 bytes of a notification, and is read as it was', () => {
    const notice = { process: newId(), users: joinUsers(new Set(ids(MAX_USERS - 1)), new Set(ids(1))) }
    expect(notice.users?.size).toBe(MAX_USERS)
    expect(Buffer.byteLength(formatNotice(notice))).toBeLessThan(8_000)
    expect(parseNotice(formatNotice(notice))).toEqual(notice)
    expect(joinUsers(notice.users, new Set(ids(1)))).toBeNull()
    expect(joinUsers(null, new Set(ids(1)))).toBeNull()
    expect(parseNotice(formatNotice({ ...notice, users: null }))).toEqual({ ...notice, users: null })
  })

  it.each([
    '',
    'null',
    '{}',
    '[]',
    '{"process":"x","users":[]}',
    '{"process":"0198c0de-0000-7000-8000-000000000000","users":["x"]}',
    '{"users":',
  ])('of another version, like %j, is left alone', (payload) => {
    expect(parseNotice(payload)).toBeNull()
  })
})
