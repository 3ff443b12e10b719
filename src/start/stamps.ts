import { join } from 'node:path';
import { stampShelf } from '#src/adapters/timestamps/stamp-shelf.ts';
import type { checkpointsOn } from '#src/adapters/vault/checkpoints.ts';
import type { Log } from '#src/ports/log.ts';
import { stampCheckpoints } from '#src/usecases/trail/stamp-checkpoints.ts';

/** Stamps by the authority that BATON_TSA_URL names; nothing is asked of anybody without it. One that does not answer is asked again at the next turn. */
export function stamping(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  { signed }: Pick<ReturnType<typeof checkpointsOn>, 'signed'>,
  log: Log,
): (() => Promise<void>) | undefined {
  const url = env['BATON_TSA_URL']?.trim();
  if (!url) return undefined;
  const stamp = async () => {
    // Loaded where it is used: most installations stamp nothing.
    const { timestampAuthority } = await import('#src/adapters/timestamps/rfc3161.ts');
    return stampCheckpoints({
      signed,
      authority: timestampAuthority(url),
      shelf: stampShelf(join(dataDir, 'checkpoints', 'stamps')),
    })();
  };
  return async () => {
    await stamp().catch((error: unknown) =>
      log.warn({ says: error instanceof Error ? error.message : 'unknown' }, 'checkpoints could not be stamped'),
    );
  };
}
