import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/builders/longest-first.ts';

const calm = ['test/unit/**/*.test.{ts,tsx}', 'test/architecture/**/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/builders/database-server.ts', 'test/builders/once-a-run.ts'],
    // Many wait for a socket, a process or a page: three keep two processors busy.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { ...each(), name: 'whole', include: ['test/**/*.test.{ts,tsx}'], exclude: calm } },
      // Units leave nothing behind in their process, so that many files share one and load what they share once.
      { extends: true, test: { ...each(), name: 'units', include: calm, isolate: false } },
    ],
  },
});

function each() {
  return {
    setupFiles: ['test/builders/property-seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    deps: { interopDefault: false },
  };
}
