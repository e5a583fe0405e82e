import { newId } from '@parley/contract'
import { expect, test } from 'vitest'

import { UsageError } from '../failure.ts'
import { readOptions } from './options.ts'

test('reads every option, and words as one message', () => {
  const conversation = newId()
  expect(readOptions(['Say', '-c', conversation, '--model=demo:offline', 'hello', '--json'])).toEqual({
    message: 'Say hello',
    conversation,
    model: 'demo:offline',
    url: null,
    json: true,
  })
  expect(readOptions(['--url', 'https://parley.example/'])).toEqual({
    message: null,
    conversation: null,
    model: null,
    url: 'https://parley.example/',
    json: false,
  })
  expect(readOptions(['--', '--json', '-c']).message).toBe('--json -c')
})

test.each([
  ['an option that does not exist', ['--modle', 'x'], /Unknown option '--modle'/],
  ['an option without its value', ['Hello', '--model'], /--model/],
  ['an option that swallows the next', ['--model', '--json'], /--model/],
  ['a value where none belongs', ['--json=yes'], /--json/],
  ['an id that is none', ['-c', '12'], /^--conversation: Invalid UUID/],
  ['a model that is none', ['-m', 'gpt'], /^--model: Must look like provider:model/],
  ['an address that is none', ['--url', 'localhost:3000'], /^--url: Must look like http/],
])('refuses %s', (_, args, expected) => {
  expect(() => readOptions(args)).toThrow(UsageError)
  expect(() => readOptions(args)).toThrow(expected)
})
