import { configDefaults, defineConfig } from 'vitest/config'

const PARTITIONED = 'src/partitioned/**/*.test.ts'

export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'db',
          globalSetup: './src/testing/global-setup.ts',
          exclude: [...configDefaults.exclude, PARTITIONED],
        },
      },
      {
        extends: true,
        test: {
          // The repository on the same schema, every table of a user's data partitioned by its owner.
          name: 'partitioned',
          globalSetup: './src/partitioned/global-setup.ts',
          include: [
            'src/{repository,generation-log}/**/*.test.ts',
            'src/schema/{placing,foreign-keys}.test.ts',
            PARTITIONED,
          ],
          exclude: [...configDefaults.exclude, 'src/**/plans.test.ts'],
        },
      },
    ],
  },
})
