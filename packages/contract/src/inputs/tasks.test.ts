import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createTaskInput, listTasksInput, updateTaskInput } from './tasks.ts'

const digits = (value: number, length: number) => String(value).padStart(length, '0')
const anyDay = fc
  .tuple(fc.nat(9999), fc.nat(13), fc.nat(32))
  .map(([year, month, day]) => `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`)

/** Whether the calendar has the day: counting on from a month's 0th day does not end in another month. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return year > 0 && date.toISOString().startsWith(text)
}

describe('the day on which a task is due', () => {
  it('is any day of the calendar from year 1 to 9999, and nothing else', () => {
    fc.assert(
      fc.property(anyDay, (dueOn) => {
        expect(createTaskInput.safeParse({ title: 'Milk', dueOn }).success).toBe(isDay(dueOn))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([['2028-02-29'], ['0001-01-01'], ['9999-12-31'], [null], [undefined]])('may be %j', (dueOn) => {
    expect(updateTaskInput.parse({ id: '0198c0de-0000-7000-8000-000000000000', dueOn }).dueOn).toBe(dueOn)
  })

  it.each(['', '2027-02-29', '0000-01-01', '2026-1-1', '+012026-01-01', '2026-12-24T00:00:00Z'])(
    'is not %j, and the refusal says what it is',
    (dueOn) => {
      const issues = createTaskInput.safeParse({ title: 'Milk', dueOn }).error?.issues
      expect(issues?.map((issue) => issue.message)).toEqual(['Must be a day of the calendar, as YYYY-MM-DD'])
    },
  )
})

it('a title loses the white space around it, a description keeps every character', () => {
  const task = { title: ' Buy  milk\n', description: ' two\n ' }
  expect(createTaskInput.parse(task)).toEqual({ title: 'Buy  milk', description: ' two\n ' })
})

it('a page of tasks has 50, open and done, unless asked for otherwise', () => {
  expect(listTasksInput.parse({})).toEqual({ limit: 50 })
})
