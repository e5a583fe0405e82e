import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { build } from 'vite'
import { expect, test } from 'vitest'

/** Kilobytes of the whole client, gzipped. */
const MOST = 60

test('the client for a browser holds no server code', async ({ annotate }) => {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry: join(import.meta.dirname, 'index.ts'), formats: ['es'] }, minify: true },
  })
  const outputs = Array.isArray(built) ? built : [built]
  const chunks = outputs.flatMap((result) => ('output' in result ? result.output : []))
  const modules = chunks.flatMap((chunk) => ('moduleIds' in chunk ? chunk.moduleIds : []))
  expect(modules).toContainEqual(expect.stringContaining('packages/client/src/parley.ts'))
  expect(modules).toContainEqual(expect.stringContaining('@trpc/client'))
  expect(modules).not.toContainEqual(expect.stringMatching(/packages\/(db|api|llm)|apps\/server/))
  expect(modules).not.toContainEqual(expect.stringMatching(/drizzle|postgres|better-auth|express|\/ws\/|node:/))

  const code = chunks.map((chunk) => ('code' in chunk ? chunk.code : '')).join('')
  const size = gzipSync(code).length / 1024
  await annotate(`${size.toFixed(1)} kB gzipped`)
  expect(size).toBeLessThan(MOST)
})
