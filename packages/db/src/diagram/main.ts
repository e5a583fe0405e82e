import { readFile, writeFile } from 'node:fs/promises'

import { PAGE, withDiagrams } from './page.ts'

// Run by db:generate, before the migration is made from the same schema.
await writeFile(PAGE, withDiagrams(await readFile(PAGE, 'utf8')))
