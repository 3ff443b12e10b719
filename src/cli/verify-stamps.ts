import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stampedAt } from '#src/adapters/timestamps/rfc3161.ts';
import { checkpointText } from '#src/domain/trail/checkpoint.ts';
import { checkpointsInText } from '#src/domain/trail/notes.ts';
import { stampName } from '#src/usecases/trail/stamp-checkpoints.ts';

export type Stamps = {
  readonly good: number;
  readonly first?: string;
  readonly last?: string;
  readonly bad: readonly string[];
};

/** Each stamp of a folder beside the checkpoint of an exported trail that it names. With an authority's certificates (PEM) only its own stamps are good. */
export async function verifyStamps(trail: string, folder: string, authority?: string): Promise<Stamps> {
  const names = new Set(readdirSync(folder).filter((name) => name.endsWith('.tsr')));
  const times: string[] = [];
  for await (const line of createInterface({ input: createReadStream(trail) }))
    for (const checkpoint of line.includes('"kind":"checkpoint"') ? checkpointsInText(line) : []) {
      const name = stampName(checkpoint);
      if (!names.has(name)) continue;
      const at = await stampedAt(readFileSync(join(folder, name)), checkpointText(checkpoint), authority);
      if (!at) continue;
      names.delete(name);
      times.push(at.toISOString());
    }
  times.sort();
  const [first, last] = [times[0], times.at(-1)];
  return { good: times.length, ...(first && last ? { first, last } : {}), bad: [...names].sort() };
}
