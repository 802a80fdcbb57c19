import { defineConfig } from 'vitest/config'

// Three kinds of tests by the ending of their file's name; what each needs is made ready in the global setup.
const anyTest = ['**/*.test.{ts,tsx}']
const databaseTest = ['**/*.db.test.{ts,tsx}']
const browserTest = ['**/*.browser.test.{ts,tsx}']
const never = ['**/node_modules/**', 'dist/**', '.baton/**', 'bench/**']

export default defineConfig({
  test: {
    // Two cores are what a small machine and CI have; more workers only wait for each other's database.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: anyTest,
          exclude: [...never, ...databaseTest, ...browserTest],
          // The supervisor's tests make and kill real databases.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: databaseTest,
          exclude: never,
          globalSetup: ['platform/testing.globalSetup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: browserTest,
          exclude: never,
          globalSetup: ['platform/testing.globalSetup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // After the others: a browser, a server and a database fill two cores by themselves.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
