import { expect, test } from 'vitest'

import { readArguments } from './arguments.ts'

test('without arguments the brief form runs with a seed of its own', () => {
  const one = readArguments([])
  expect(one).toMatchObject({ rounds: null, help: false })
  expect(one.seed).not.toBe(readArguments([]).seed)
})

test('rounds and seed are taken as given', () => {
  expect(readArguments(['--rounds', '12', '--seed', 'abc'])).toEqual({ rounds: 12, seed: 'abc', help: false })
})

test.each(['0', '-1', '1.5', 'many', ''])('%j rounds are refused', (rounds) => {
  expect(() => readArguments([`--rounds=${rounds}`])).toThrow('--rounds takes a whole number from 1 on')
})
