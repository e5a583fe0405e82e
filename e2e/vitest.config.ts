import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['journeys/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // One browser and one server at a time: a journey measures what a person sees, not what a busy machine does.
    fileParallelism: false,
  },
})
