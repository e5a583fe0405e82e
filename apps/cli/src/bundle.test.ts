import { join } from 'node:path'

import { build } from 'vite'
import { expect, test } from 'vitest'

test('the command line client loads no server code', async () => {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: { write: false, ssr: join(import.meta.dirname, 'main.ts'), target: 'node24' },
  })
  const outputs = Array.isArray(built) ? built : [built]
  const chunks = outputs.flatMap((result) => ('output' in result ? result.output : []))
  const modules = chunks.flatMap((chunk) => ('moduleIds' in chunk ? chunk.moduleIds : []))
  expect(modules).toContainEqual(expect.stringContaining('apps/cli/src/chat/answer.ts'))
  expect(modules).toContainEqual(expect.stringContaining('packages/client/src/parley.ts'))
  expect(modules).not.toContainEqual(expect.stringMatching(/packages\/(db|api|llm)|apps\/server/))
  expect(modules).not.toContainEqual(expect.stringMatching(/drizzle|postgres|better-auth|express/))
})
