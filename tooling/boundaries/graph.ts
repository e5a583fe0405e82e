import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { cruise } from 'dependency-cruiser'

import { layers } from './layers.ts'
import './using.ts'

export interface Import {
  /** Paths from the root, `/` between folders. An import that leads nowhere keeps its specifier. */
  readonly from: string
  readonly to: string
  readonly specifier: string
  readonly typeOnly: boolean
  readonly found: boolean
}

/**
 * Every import between source files under `root`, as dependency-cruiser reads and resolves them.
 * Throws when a layer has no files: TypeScript 7 without swc makes dependency-cruiser see nothing and succeed.
 */
export async function readImports(root: string): Promise<Import[]> {
  const folders = Object.keys(layers).map((folder) => `${folder}/src`)
  const { output } = await cruise(
    folders.filter((folder) => existsSync(join(root, folder))),
    {
      baseDir: root,
      parser: 'swc',
      tsPreCompilationDeps: false,
      doNotFollow: { path: ['node_modules'] },
      exclude: { path: ['node_modules'] },
    },
    { conditionNames: ['import', 'default'], exportsFields: ['exports'], extensions: ['.ts', '.tsx', '.js', '.mjs'] },
  )
  if (typeof output === 'string') throw new TypeError('dependency-cruiser answered with text instead of a graph')
  for (const folder of folders) {
    if (!output.modules.some((module) => module.source.startsWith(`${folder}/`))) {
      throw new Error(`dependency-cruiser read no file of ${folder}`)
    }
  }
  return output.modules.flatMap((module) =>
    module.dependencies.map((dependency) => ({
      from: module.source,
      to: dependency.resolved,
      specifier: dependency.module,
      typeOnly: dependency.dependencyTypes.some((type) => type === 'type-only' || type === 'type-import'),
      found: !dependency.couldNotResolve,
    })),
  )
}
