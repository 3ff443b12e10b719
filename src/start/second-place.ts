import { join, resolve } from 'node:path';
import type { Config } from '#config/load.ts';
import { checkpointFile } from '#src/adapters/vault/checkpoint-file.ts';
import type { checkpointsOn } from '#src/adapters/vault/checkpoints.ts';
import { type GroupId, id, type TenantId } from '#src/domain/ids.ts';
import { postCheckpoints } from '#src/usecases/trail/post-checkpoints.ts';
import type { World } from '#src/usecases/world.ts';

/** Checkpoints go to the file and the group that configuration names; without a name the file stands in the data folder. */
export function secondPlace(
  { ledger }: Pick<World, 'ledger'>,
  { service: { checkpoints, records } }: Config,
  dataDir: string,
  { signed }: Pick<ReturnType<typeof checkpointsOn>, 'signed'>,
): () => Promise<number> {
  const file = checkpointFile(checkpoints ? resolve(checkpoints) : join(dataDir, 'checkpoints', 'trail.jsonl'));
  return postCheckpoints({
    ledger,
    signed,
    file,
    ...(records?.group ? { group: { tenant: id<TenantId>(records.tenant), group: id<GroupId>(records.group) } } : {}),
  });
}
