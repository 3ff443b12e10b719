import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/builders/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: ['test/builders/database-server.ts'],
    setupFiles: ['test/builders/property-seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Many wait for a socket, a process or a page: three keep two processors busy.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    deps: { interopDefault: false },
  },
});
