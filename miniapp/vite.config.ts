import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { faultsBeside } from './words/compare.ts';
import { en } from './words/en.ts';
import { zhHans } from './words/zh-hans.ts';
import { zhHant } from './words/zh-hant.ts';

/** A sentence missing in one language fails the build, not the clinician. */
const wordsComplete = (): Plugin => ({
  name: 'baton-words-complete',
  buildStart() {
    const faults = [...faultsBeside(en, zhHant, 'zh-hant'), ...faultsBeside(en, zhHans, 'zh-hans')];
    if (faults.length > 0) this.error(`The catalogues differ:\n${faults.join('\n')}`);
  },
});

// What is built is what is shipped, whoever builds it: a test's own NODE_ENV would make it the larger, slower one for developers.
const shipped = {
  name: 'baton-as-shipped',
  apply: 'build',
  config: () => void (process.env.NODE_ENV = 'production'),
} as const;

/** Hashed names, nothing from anywhere else, no inline script or style: it runs under a policy of `'self'`. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/app/',
  plugins: [shipped, wordsComplete()],
  // A part of the image renderer that we do not use asks for two of Node's own modules when it is loaded.
  resolve: {
    alias: {
      events: fileURLToPath(new URL('../node_modules/events/events.js', import.meta.url)),
      url: fileURLToPath(new URL('./viewer/no-url.ts', import.meta.url)),
    },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // The image room is large and comes only when it is opened; what comes first is measured by a test.
    chunkSizeWarningLimit: 4_000,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // What every screen stands on comes as one file: a phone asks for six at a time, and each round costs it a sixth of a second.
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'core',
              test: /miniapp\/(?:api|parts|uploading|words\/(?:names|words))|node_modules\/(?:react|react-dom|scheduler|@tanstack|wouter)\//,
            },
          ],
        },
      },
      // "use client" in a library means nothing here, and its warnings would hide the ones that do.
      // The decoders of pictures ask for Node's files where they run in Node; here they do not.
      onLog: (level, log, next) =>
        log.code === 'MODULE_LEVEL_DIRECTIVE' || /codec-.*|externalized for browser/.test(log.message)
          ? undefined
          : next(level, log),
    },
  },
  server: { proxy: { '/api': process.env.BATON_ADDRESS ?? 'http://127.0.0.1:8787' } },
});
