import fc from 'fast-check';

/** On CI the same cases every time, so that a red run is about the change. Everywhere else new ones; `SEED` repeats a run, `RUNS` tries more of them. */
const seed = process.env['SEED'] ?? (process.env['CI'] ? '20261123' : undefined);
const runs = process.env['RUNS'];
fc.configureGlobal({
  ...(seed === undefined ? {} : { seed: Number(seed) }),
  ...(runs === undefined ? {} : { numRuns: Number(runs) }),
});
