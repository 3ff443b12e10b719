import { checkpointsOn } from '#src/adapters/vault/checkpoints.ts';
import { TrailVerifier, type Verdict } from '#src/domain/trail/verify.ts';
import type { Baton } from '#src/start/baton.ts';

/** The exported trail of a running Baton, line by line. */
export const exportTrail = ({ store, vault, world }: Pick<Baton, 'store' | 'vault' | 'world'>): AsyncIterable<string> =>
  checkpointsOn({ pool: store.pool, signer: vault.signer, clock: world.clock }).exportTrail();

export function verifyLines(lines: Iterable<string>): Verdict {
  const verifier = new TrailVerifier();
  for (const line of lines) verifier.add(line);
  return verifier.verdict();
}
