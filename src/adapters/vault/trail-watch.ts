import { type InstitutionId, id } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import type { TrailWatch } from '#src/ports/trail-standing.ts';
import { checkpointOf, type TrailParts } from './sign-checkpoint.ts';
import { chainRows } from './trail-rows.ts';

/** Follows each chain from its last checkpoint to its end and signs what fits; what does not fit is named. */
export const trailWatch = (parts: TrailParts): TrailWatch => ({
  standing: async (institutions) => {
    const wanted = new Set<string>(institutions);
    const found = [];
    for (const row of (await chainRows(parts.pool)).filter(({ chain }) => wanted.has(chain))) {
      const chain = id<InstitutionId>(row.chain);
      try {
        const last = await checkpointOf(parts, parts.pool, row);
        found.push({ chain, ok: true, entries: row.reach, covered: last.size, lastAt: new Date(last.at) });
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'trail.broken') throw error;
        found.push({
          chain,
          ok: false,
          entries: row.reach,
          covered: row.covered,
          badAt: Number(error.details['seq'] ?? 0),
        });
      }
    }
    return found;
  },
});
