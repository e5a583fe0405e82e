import { expect, it } from 'vitest'

import { withoutUnfinished } from './held-back.ts'

it.each([
  ['Text\n- ', 'Text'],
  ['- one\n2.', '- one'],
  ['- one\n- [ ]', '- one'],
  ['Text\n--', 'Text'],
  ['Text\n\n## ', 'Text\n'],
])('%j shows no mark without its text', (text, shown) => {
  expect(withoutUnfinished(text)).toBe(shown)
})

it('shows a table from its complete second line on', () => {
  const table = 'Text\n\n| a | b |\n|---|---|\n| 1 | 2 |'
  const shown = Array.from(table, (_, index) => withoutUnfinished(table.slice(0, index + 1)))
  expect(shown.filter((text) => text.includes('| a') && !text.includes('|---|---|'))).toEqual([])
  expect(shown.at(-1)).toBe(table)
})

it.each(['Text', '- one', '12', 'a | b', '```\n| a |', '```md\n- ', '| not a table |\nText', '1. one'])(
  '%j stays whole',
  (text) => {
    expect(withoutUnfinished(text)).toBe(text)
  },
)
