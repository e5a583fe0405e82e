import type { TestProject } from 'vitest/node'

import { serve } from '../testing/serve.ts'
import { migratePartitioned } from './migrate.ts'

/** Vitest's global setup: one server a run, with every table of a user's data hash-partitioned by its owner. */
export default function setup(project: TestProject): Promise<() => Promise<void>> {
  return serve(project, migratePartitioned)
}
