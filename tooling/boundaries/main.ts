import { resolve } from 'node:path'

import { findViolations } from './check.ts'
import { readImports } from './graph.ts'

const root = resolve(import.meta.dirname, '../..')
const imports = await readImports(root)
const violations = findViolations(imports)
for (const violation of violations) console.error(violation)
console.log(`boundaries: ${imports.length} imports, ${violations.length} violations`)
process.exitCode = violations.length === 0 ? 0 : 1
