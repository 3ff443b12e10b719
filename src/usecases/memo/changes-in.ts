import { assemble } from '../../domain/record/assemble.ts';
import { type Change, changesBetween } from '../../domain/record/changes.ts';
import { sourcesOf } from '../../domain/record/from-referral.ts';
import type { Naming } from '../../domain/record/naming.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { World } from '../world.ts';

/** What one clinician's later words changed: the answer, an update, a correction. */
export type Changes = {
  readonly id: string;
  readonly kind: 'outcome' | 'change' | 'correction';
  readonly by: string;
  readonly at: string;
  readonly words: string;
  readonly changes: readonly Change[];
};

type Reads = Pick<World, 'readText'> & { readonly naming: Naming };

/**
 * Every later word of a referral with what it changed, the newest first. Each is set beside the record as it was before that word, made from the same
 * sources without it and without what came after it.
 */
export function changesIn(
  referral: Referral,
  content: ReferralContent,
  { readText, naming }: Reads,
): readonly Changes[] {
  const { outcome, updates = [] } = content;
  const later = [
    ...updates.map(({ id, kind, by, at, words }) => ({ id, kind, by, at, words, reference: `update:${id}` })),
    ...(outcome ? [{ id: 'outcome', kind: 'outcome' as const, ...outcome, reference: `outcome:${referral.id}` }] : []),
  ].sort((one, other) => one.at.localeCompare(other.at));
  if (later.length === 0) return [];
  const sources = sourcesOf(referral, content, readText);
  const isLater = new Set(later.map(({ reference }) => reference));
  let known = sources.filter(({ reference }) => !isLater.has(reference));
  let before = assemble(known, naming);
  return later
    .map(({ reference, ...word }) => {
      known = [...known, ...sources.filter((source) => source.reference === reference)];
      const after = assemble(known, naming);
      const changes = changesBetween(before, after);
      before = after;
      return { ...word, changes };
    })
    .reverse();
}
