import { mkdir, mkdtempDisposable, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { expect, test } from 'vitest'

import { findViolations } from './check.ts'
import { readImports } from './graph.ts'
import { layers } from './layers.ts'

/** A workspace with one file a layer, and the given files on top; what the checker says of it. */
async function violationsOf(files: Record<string, string>) {
  await using root = await mkdtempDisposable(join(tmpdir(), 'parley-boundaries-'))
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root.path, path)), { recursive: true })
    await writeFile(join(root.path, path), text)
  }
  await mkdir(join(root.path, 'node_modules/@parley'), { recursive: true })
  for (const folder of Object.keys(layers)) {
    const name = `@parley/${folder.split('/')[1]}`
    await write(`${folder}/package.json`, JSON.stringify({ name, exports: { '.': './src/index.ts' } }))
    await write(`${folder}/src/index.ts`, 'export const value = 1\nexport type Value = number\n')
    await symlink(join(root.path, folder), join(root.path, 'node_modules', name), 'dir')
  }
  for (const [path, text] of Object.entries(files)) await write(path, text)
  return findViolations(await readImports(root.path))
}

test('accepts the imports that the layers allow', async () => {
  const found = await violationsOf({
    'packages/db/src/index.ts': "import { value } from '@parley/contract'\nexport const row = value\n",
    'packages/client/src/index.ts': "export type { Value } from '@parley/api'\nexport const client = 1\n",
    'apps/server/src/index.ts':
      "import { row } from '@parley/db'\nawait using open = row\nexport { value } from '@parley/api'\n",
    'apps/web/src/app.tsx': "import { client } from '@parley/client'\nexport const App = () => <p>{client}</p>\n",
  })
  expect(found).toEqual([])
})

test.each([
  ['db and llm do not know each other', 'packages/db/src/a.ts', '@parley/llm', 'may not import packages/llm'],
  ['the contract is a leaf', 'packages/contract/src/a.ts', '@parley/db', 'may not import packages/db'],
  ['nothing but the server joins everything', 'apps/cli/src/a.ts', '@parley/server', 'may not import apps/server'],
  ['an import must lead somewhere', 'packages/llm/src/a.ts', '@parley/gone', 'leads nowhere'],
  ['a package is entered by its name', 'packages/api/src/a.ts', '../../db/src/index.ts', 'reaches into packages/db'],
])('%s', async (_, path, specifier, expected) => {
  const found = await violationsOf({ [path]: `import { value } from '${specifier}'\nexport const a = value\n` })
  expect(found).toEqual(expect.arrayContaining([expect.stringContaining(expected)]))
})

test('the client may import types of the api, and no values', async () => {
  const found = await violationsOf({ 'packages/client/src/index.ts': "export { value } from '@parley/api'\n" })
  expect(found).toContain('packages/client/src/index.ts may import only types from packages/api')
})

test('a browser that loads server code is shown the whole way there, dynamic imports included', async () => {
  const found = await violationsOf({
    'apps/web/src/app.tsx': "export const load = <a onClick={() => import('@parley/client')} />\n",
    'packages/client/src/index.ts': "export * from './link.ts'\n",
    'packages/client/src/link.ts': "export { value } from '@parley/api'\n",
    'packages/api/src/index.ts': "export { value } from '@parley/db'\n",
  })
  const way = [
    'apps/web/src/app.tsx',
    'packages/client/src/index.ts',
    'packages/client/src/link.ts',
    'packages/api/src/index.ts',
  ]
  expect(found).toContain(`apps/web loads server code: ${way.join(' → ')}`)
})

test('an import inside `await using` is seen', async () => {
  const found = await violationsOf({
    'packages/llm/src/a.ts':
      "export async function a() {\n  await using b = await import('@parley/db')\n  return b\n}\n",
  })
  expect(found).toContain('packages/llm/src/a.ts may not import packages/db')
})

test('a cycle is reported once, as a cycle', async () => {
  const found = await violationsOf({
    'packages/db/src/index.ts': "export { b } from './b.ts'\n",
    'packages/db/src/b.ts': "import './index.ts'\nexport const b = 1\n",
  })
  expect(found).toEqual([expect.stringMatching(/^cycle: .*index\.ts → .*b\.ts|^cycle: .*b\.ts → .*index\.ts/)])
})

test('a layer that cannot be read is an error, not a success', async () => {
  await using root = await mkdtempDisposable(join(tmpdir(), 'parley-boundaries-'))
  await mkdir(join(root.path, 'packages/db/src'), { recursive: true })
  await writeFile(join(root.path, 'packages/db/src/index.ts'), 'export {}\n')
  await expect(readImports(root.path)).rejects.toThrow('read no file of packages/contract')
})
