import { execFile } from 'node:child_process'
import { resolve } from 'node:path'

import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** The findings of the repository's own rules in one fixture, as `line rule`. */
async function findings(fixture: string): Promise<string[]> {
  const args = ['--type-aware', '--format=unix', `tooling/lint/fixtures/${fixture}`]
  const output = await new Promise<string>((done) => {
    execFile(resolve(root, 'node_modules/.bin/oxlint'), args, { cwd: root }, (_, stdout) => done(stdout))
  })
  const found = output.matchAll(/^[^:\n]+:(\d+):\d+: .*\[\w+\/\w+\((.*)\)\]$/gm)
  return [...found].map(([, line, rule]) => `${line} ${rule}`).toSorted()
}

test('an insert, a transaction and a query that nobody awaits are each reported', async () => {
  const floating = (await findings('unawaited.ts')).filter((finding) => finding.endsWith('no-floating-promises'))
  expect(floating.map((finding) => finding.split(' ')[0])).toEqual(['10', '11', '12', '14'])
})

test('any, !, narrowing casts, the environment and the console are refused in a package', async () => {
  expect(await findings('forbidden.ts')).toEqual([
    '1 no-explicit-any',
    '1 no-unsafe-return',
    '3 no-non-null-assertion',
    '5 no-unsafe-type-assertion',
    '7 no-process-env',
    '9 no-console',
  ])
})
