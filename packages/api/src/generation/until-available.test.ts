import { ParleyError } from '@parley/contract'
import { expect, it } from 'vitest'

import { untilAvailable } from './until-available.ts'

const away = new ParleyError('UNAVAILABLE', 'away')

it('goes on when the database is back', async () => {
  let tries = 0
  const task = () => (++tries < 3 ? Promise.reject(away) : Promise.resolve('stored'))
  expect(await untilAvailable(task)).toBe('stored')
  expect(tries).toBe(3)
})

it('gives up an outage that lasts, and does nothing twice that failed for another reason', async () => {
  await expect(untilAvailable(() => Promise.reject(away), { outageMs: 100 })).rejects.toBe(away)
  let tries = 0
  const broken = new Error('broken')
  const task = () => {
    tries++
    return Promise.reject(broken)
  }
  await expect(untilAvailable(task)).rejects.toBe(broken)
  expect(tries).toBe(1)
})
