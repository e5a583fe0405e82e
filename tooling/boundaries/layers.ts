/** Who may import whom, by folder. `types` may only be imported with `import type`. */
interface Layer {
  readonly values: readonly string[]
  readonly types?: readonly string[]
}

export const layers: Readonly<Record<string, Layer>> = {
  'packages/contract': { values: [] },
  'packages/db': { values: ['packages/contract'] },
  'packages/llm': { values: ['packages/contract'] },
  'packages/api': { values: ['packages/contract', 'packages/db', 'packages/llm'] },
  'packages/client': { values: ['packages/contract'], types: ['packages/api'] },
  'apps/web': { values: ['packages/contract', 'packages/client'] },
  'apps/cli': { values: ['packages/contract', 'packages/client'] },
  'apps/server': { values: ['packages/contract', 'packages/db', 'packages/llm', 'packages/api'] },
}

/** What runs in a browser or on a user's machine, and the server code that it never loads, by whatever way. */
export const shipped = ['apps/web', 'apps/cli', 'packages/client'] as const
export const serverOnly = ['packages/db', 'packages/api', 'packages/llm', 'apps/server'] as const

/** Tests and their settings join what they need, so the layers do not bind them. */
export const isTest = (file: string) =>
  /\.(test|test-d|fixture|config|setup)\.tsx?$|\/(test|tests|testing|fixtures)\//.test(file)
