import type { Checkpoint } from './checkpoint.ts';
import { readLine, writeLine } from './lines.ts';

/**
 * A checkpoint as it is told elsewhere: one line with the chain, its size, root and last link, the moment, and the signature over them. Nothing of a patient, and enough to be
 * verified alone.
 */
export const noteOf = ({ chain, size, root, link, at, keyId, signature }: Checkpoint): string =>
  writeLine({ kind: 'checkpoint', chain, size, root, link, at, keyId, signature });

/** Every checkpoint that stands in a text: a kept file, an earlier export, or messages copied out of a conversation. Other words are passed over. */
export function checkpointsInText(text: string): readonly Checkpoint[] {
  return (text.match(/\{"kind":"checkpoint"[^{}]*\}/g) ?? []).flatMap((found): readonly Checkpoint[] => {
    const line = readLine(found);
    return line?.kind === 'checkpoint' ? [line] : [];
  });
}

/** Why what was told elsewhere and what is kept here cannot both be true; undefined when they can. */
export function contradiction(
  here: readonly Checkpoint[],
  elsewhere: readonly Checkpoint[],
): { readonly chain: string; readonly seq: number; readonly why: 'another history' | 'an older copy' } | undefined {
  const roots = new Map(here.map(({ chain, size, root }) => [`${size} ${chain}`, root]));
  const reach = new Map<string, number>();
  for (const { chain, size } of here) reach.set(chain, Math.max(size, reach.get(chain) ?? 0));
  for (const { chain, size, root } of elsewhere) {
    const known = roots.get(`${size} ${chain}`);
    if (known !== undefined && known !== root) return { chain, seq: size, why: 'another history' };
    if (size > (reach.get(chain) ?? 0)) return { chain, seq: (reach.get(chain) ?? 0) + 1, why: 'an older copy' };
    if (known === undefined) return { chain, seq: size, why: 'another history' };
  }
  return undefined;
}
