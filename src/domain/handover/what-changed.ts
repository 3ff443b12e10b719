import type { Happening, What } from '../happening.ts';

/** What the next shift wants to hear of. Looks, cards and messages change nothing for the patient. */
const telling: ReadonlySet<What> = new Set<What>([
  'moved',
  'draft-added-to',
  'document-read',
  'document-stopped',
  'alert-raised',
  'update-kept',
  'consultation',
  'follow-up',
  'handed-over',
  'escalated',
  'consent-withdrawn',
  'consent-expired',
  'emergency-opened',
]);

/** What was done with a case since an instant, the latest first; of several of one kind in a row only the latest. */
export function whatChanged<One extends Happening>(trail: readonly One[], since: Date): readonly One[] {
  const found = trail.filter(({ what, at }) => at >= since && telling.has(what));
  return found.filter((one, index) => kindOf(one) !== kindOf(found[index + 1])).reverse();
}

const kindOf = (one: Happening | undefined): string | undefined =>
  one && (one.what === 'moved' ? `moved ${one.to}` : one.what);
