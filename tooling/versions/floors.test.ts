import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { expect, test } from 'vitest'

import { floors, isAtLeast, lockedVersions } from './floors.ts'

const lock = readFileSync(resolve(import.meta.dirname, '../../pnpm-lock.yaml'), 'utf8')

test.each(Object.entries(floors))('every installed %s is %s or newer', (name, floor) => {
  expect(lockedVersions(lock, name).filter((version) => !isAtLeast(version, floor))).toEqual([])
})

test('the lock file is really read', () => {
  expect(lockedVersions(lock, 'drizzle-orm')).toHaveLength(1)
  expect(lockedVersions(lock, '@trpc/server')).toHaveLength(1)
})

test('a version below its floor is found, scoped or not, beside a newer one', () => {
  const text =
    "\npackages:\n\n  qs@6.14.1:\n    x: 1\n\n  qs@6.15.0:\n\n  '@trpc/server@11.7.9':\n\nsnapshots:\n\n  qs@1.0.0: {}\n"
  expect(lockedVersions(text, 'qs')).toEqual(['6.14.1', '6.15.0'])
  expect(lockedVersions(text, '@trpc/server')).toEqual(['11.7.9'])
})

test.each([
  ['1.6.14', '1.6.14', true],
  ['1.6.13', '1.6.14', false],
  ['1.10.0', '1.6.14', true],
  ['0.99.9', '1.6.14', false],
  ['1.6.14-rc.1', '1.6.14', false],
  ['1.7.0-rc.1', '1.6.14', true],
])('%s against the floor %s: %s', (version, floor, expected) => {
  expect(isAtLeast(version, floor)).toBe(expected)
})
