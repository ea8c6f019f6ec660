import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

// Engines and shells are started by the hundred, each in a process of its own: what Node made of our source is kept and used again. It goes
// by the content of the source, so it is never old.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'dist/test/compiled')

const globalSetup = ['test/support/compiled.ts']

/** Unit tests beside their files, integration tests with several processes, end-to-end tests in a real browser: one runner, three projects. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
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
        test: { name: 'integration', include: ['test/integration/**/*.test.ts'], testTimeout: 300_000, globalSetup },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          testTimeout: 400_000,
          globalSetup,
          // What is tested runs in processes of its own anyway. So one process takes file after file, and has one browser for all of them.
          isolate: false,
          setupFiles: ['test/e2e/tidy.ts'],
        },
      },
      {
        extends: true,
        // Not a test: takes the pictures of the documents (`npm run screenshots`).
        test: {
          name: 'screenshots',
          include: ['test/screenshots/*.shots.ts'],
          testTimeout: 300_000,
          fileParallelism: false,
          setupFiles: ['test/e2e/tidy.ts'],
        },
      },
    ],
  },
})
