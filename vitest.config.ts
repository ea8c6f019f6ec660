import { defineConfig } from 'vitest/config'

/** Unit tests beside their files, integration tests with several processes, end-to-end tests in a real browser: one runner, three projects. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // So long that no busy machine is a reason to fail; `test/support/eventually.ts` waits for less, so that it can say for what.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['{core,renderer,electron,bin}/**/*.test.{ts,tsx}', 'test/{*,support/*}.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'integration', include: ['test/integration/**/*.test.ts'], testTimeout: 300_000 },
      },
      {
        extends: true,
        test: { name: 'e2e', include: ['test/e2e/**/*.e2e.ts'], testTimeout: 400_000 },
      },
      {
        extends: true,
        // Not a test: takes the pictures of the documents (`npm run screenshots`).
        test: { name: 'screenshots', include: ['test/screenshots/*.shots.ts'], testTimeout: 300_000, fileParallelism: false },
      },
    ],
  },
})
