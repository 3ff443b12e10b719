import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Checkpoint } from '#src/domain/trail/checkpoint.ts';
import { TrailVerifier } from '#src/domain/trail/verify.ts';

type Ending = { readonly exit: 0 | 1 | 2; readonly out: Record<string, unknown>; readonly text: string };

const checkpointForm = z.object({
  chain: z.string(),
  size: z.number(),
  root: z.string(),
  link: z.string(),
  at: z.string(),
  keyId: z.string(),
  signature: z.string(),
});

/** `verify FILE [--remembered FILE]`: reads line by line, needs no network and no store. */
export async function runVerify(args: readonly string[]): Promise<Ending> {
  const [file] = args;
  const rememberedAt = args.indexOf('--remembered');
  const rememberedFile = rememberedAt >= 0 ? args[rememberedAt + 1] : undefined;
  if (!file || file.startsWith('--')) return usage('Name the exported trail: baton verify FILE');
  if (!existsSync(file)) return usage(`There is no file ${file}`);
  let remembered: readonly Checkpoint[] = [];
  try {
    remembered = rememberedFile ? z.array(checkpointForm).parse(JSON.parse(readFileSync(rememberedFile, 'utf8'))) : [];
  } catch {
    return usage('The remembered checkpoints cannot be read: a JSON list of checkpoint lines is expected');
  }
  const verifier = new TrailVerifier({ remembered });
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity }))
    verifier.add(line);
  const { ok, entries, chains, checkpoints, firstBad } = verifier.verdict();
  const out = { ok, entries, chains, checkpoints, ...(firstBad ? { code: 'trail.broken', firstBad } : {}) };
  const text = firstBad
    ? `✗ The trail is broken. First bad entry: chain ${firstBad.chain}, entry ${firstBad.seq}: ${firstBad.why}.`
    : `✓ The trail holds: ${entries} entries in ${chains} chains, ${checkpoints} signed checkpoints.`;
  return { exit: ok ? 0 : 1, out, text };
}

const usage = (says: string): Ending => ({ exit: 2, out: { ok: false, code: 'usage', says }, text: says });
