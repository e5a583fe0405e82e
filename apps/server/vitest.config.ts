import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: '@parley/db/testing/global-setup',
    maxWorkers: 2,
    isolate: false,
    testTimeout: 30_000,
  },
})
