import type { TestProject } from 'vitest/node'

import { migrate } from '../migrations/migrate.ts'
import { serve } from './serve.ts'

/** Vitest's global setup: one server a run, with the schema as it is deployed. */
export default function setup(project: TestProject): Promise<() => Promise<void>> {
  return serve(project, migrate)
}
