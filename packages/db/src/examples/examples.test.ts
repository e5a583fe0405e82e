import { execFile } from 'node:child_process'
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { expect, test } from 'vitest'

import * as embedded from '../embedded/index.ts'
import * as main from '../index.ts'
import * as seeding from '../seed/index.ts'
import * as studio from '../studio.ts'
import * as testing from '../testing/index.ts'
import { docstringsIn, readDocstrings, type Docstring } from './extract.ts'

const root = join(import.meta.dirname, '../..')
/** Inside the package, so that an example finds it by its name; git leaves it out. */
const dist = join(root, 'dist')
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')

const docstrings = await readDocstrings()

/** What the compiler says of the examples; empty when it has nothing to say. */
async function compile(all: readonly Docstring[]): Promise<string> {
  await mkdir(dist, { recursive: true })
  await using made = await mkdtempDisposable(join(dist, 'examples-'))
  const folder = made.path
  const options = {
    extends: '../../tsconfig.json',
    compilerOptions: { noUnusedLocals: false },
    include: ['.'],
    exclude: [],
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(options))
  for (const { file, line, examples } of all) {
    const name = `${file.replaceAll(/\W/g, '-')}-line-${line}`
    const text = examples.map((code) => `${code}\nexport {}\n`)
    await Promise.all(text.map((code, index) => writeFile(join(folder, `${name}-${index + 1}.ts`), code)))
  }
  const run = promisify(execFile)(process.execPath, [compiler, '-p', folder], { cwd: root })
  return await run.then(
    ({ stdout }) => stdout,
    (error: unknown) => (error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)),
  )
}

test('every public function has an example in its docstring', () => {
  const exported = [main, embedded, testing, seeding, studio].flatMap((module) => Object.entries<unknown>(module))
  const functions = exported.filter(([, value]) => typeof value === 'function').map(([name]) => name)
  expect(functions).toEqual(
    expect.arrayContaining(['connect', 'createRepository', 'startEmbedded', 'createUser', 'seed']),
  )
  const shown = new Set(docstrings.filter((one) => one.examples.length > 0).map((one) => one.exported))
  expect(functions.filter((name) => !shown.has(name))).toEqual([])
})

test('every example compiles', { timeout: 120_000 }, async () => {
  expect(await compile(docstrings)).toBe('')
})

test('an example that does not compile is told with its place', { timeout: 120_000 }, async () => {
  const source = [
    '/**',
    ' * Adds.',
    ' *',
    ' * @example',
    ' * ```ts',
    " * import { connect } from '@parley/db'",
    ' *',
    ' * connect(5)',
    ' * ```',
    ' */',
    'export function add() {}',
  ].join('\n')
  const [docstring] = docstringsIn('nouns/add.ts', source)
  expect(docstring).toMatchObject({ exported: 'add', line: 1, examples: [expect.stringContaining('connect(5)')] })
  expect(await compile(docstring ? [docstring] : [])).toMatch(/nouns-add-ts-line-1-1\.ts.*error TS2345/)
})
