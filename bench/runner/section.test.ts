import { expect, test } from 'vitest'

import { replaceSection } from './section.ts'

const page = `# Page
<!-- one: written by pnpm bench -->
old
<!-- /one -->
between
<!-- two: written by pnpm bench -->
<!-- /two -->
`

test('a section replaces what its bench wrote before, and nothing else', () => {
  expect(replaceSection(page, 'one', 'new')).toBe(page.replace('\nold\n', '\n\nnew\n\n'))
  const twice = replaceSection(replaceSection(page, 'two', 'long'), 'two', 'new')
  expect(twice).toBe(replaceSection(page, 'two', 'new'))
})

test('a page without the marks is left alone', () => {
  expect(() => replaceSection(page, 'three', 'new')).toThrow('lost the marks of three')
})
