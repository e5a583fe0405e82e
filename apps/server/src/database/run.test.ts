import { expect, test } from 'vitest'

import { run } from './run.ts'

/** Runs a command line and gives what it said. */
async function say(...args: string[]) {
  const said = { stdout: '', stderr: '' }
  const terminal = {
    write: (text: string) => void (said.stdout += text),
    note: (text: string) => void (said.stderr += `${text}\n`),
    progress: (text: string) => void (said.stderr += `${text}\n`),
  }
  return { code: await run(args, terminal, new AbortController().signal), ...said }
}

test.each(['migrate', 'rollback', 'seed', 'studio'])('%s tells how it is used', async (name) => {
  const usage = expect.stringContaining(`Usage: pnpm db:${name}`)
  expect(await say(name, '--help')).toEqual({ code: 0, stdout: usage, stderr: '' })
  expect((await say('--help')).stdout).toContain(`  ${name}`)
})

test.each([
  [['seed', '--size', '3'], /Unknown option '--size'[^]*db:seed --help/],
  [['seed', '--users', 'many'], /--users must be a whole number from 0 to 10,000,000/],
  [['seed', '--users', '1', '--user', 'newest'], /Give either --users/],
  [['seed', '--until', 'soon'], /--until must be a day/],
  [['rollback', '--steps', '0'], /--steps must be a whole number from 1/],
  [['migrate', 'postgres://localhost'], /Unexpected argument/],
  [['erase'], /^Usage/],
])('%j is refused as a mistake of usage, before anything is opened', async (args, message) => {
  expect(await say(...args)).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(message) })
})
