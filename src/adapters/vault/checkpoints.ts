import type { Checkpoint } from '#src/domain/trail/checkpoint.ts';
import { exportFrom } from './export-trail.ts';
import { checkpointOf, type TrailParts } from './sign-checkpoint.ts';
import { chainRows, checkpointRows } from './trail-rows.ts';

/** Signed words about the chains, and the export that a stranger can verify. */
export function checkpointsOn(parts: TrailParts) {
  const { pool } = parts;
  return {
    /** Signs the present end of one chain, unless it is signed already. Refuses `trail.broken`. */
    make: async (chain: string): Promise<void> => {
      const row = (await chainRows(pool)).find((one) => one.chain === chain);
      if (row) await checkpointOf(parts, pool, row);
    },
    /**
     * Every chain with so many entries that nothing signed covers, also those after one that is broken; then refuses `trail.broken` for that one.
     */
    makeAll: async ({ everyEntries = 1 }: { readonly everyEntries?: number } = {}): Promise<void> => {
      const broken: unknown[] = [];
      const due = (await chainRows(pool)).filter(({ reach, covered }) => reach - covered >= everyEntries);
      for (const row of due) await checkpointOf(parts, pool, row).catch((error: unknown) => broken.push(error));
      if (broken.length > 0) throw broken[0];
    },
    /** All that was signed, chain by chain. */
    signed: async (): Promise<readonly Checkpoint[]> => {
      const all: Checkpoint[] = [];
      for (const { chain } of await chainRows(pool)) all.push(...(await checkpointRows(pool, chain)));
      return all;
    },
    exportTrail: (): AsyncGenerator<string> => exportFrom(parts),
  };
}
