import type { Happening, What } from '../happening.ts';

/** One look, as the patient is told of it: who, where, when, what they did and why they might. */
export type Look = {
  readonly at: Date;
  readonly who: string;
  readonly where: string;
  readonly what: What;
  readonly ground?: string;
  readonly referral?: string;
};

const looks = new Set<What>([
  'seen',
  'record-opened',
  'record-searched',
  'exported',
  'emergency-opened',
  'emergency-widened',
  'reason-given',
  'image-annotated',
  'image-remarked',
  'consultation',
  'phone-shown',
  'consent-recorded',
  'signed',
  'handed-over',
  'handover',
  'upload-kept',
  'refused',
]);

/** Everybody who looked at or did something with a record, oldest first; one person's same deed within a quarter of an hour is one line. */
export function whoLooked(happenings: readonly Happening[]): readonly Look[] {
  const found: Look[] = [];
  const last = new Map<string, number>();
  for (const one of [...happenings].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    if (!looks.has(one.what) || !('person' in one.by)) continue;
    const key = `${one.by.person} ${one.what} ${one.referral ?? ''}`;
    const before = last.get(key);
    if (before !== undefined && one.at.getTime() - before < 15 * 60_000) continue;
    last.set(key, one.at.getTime());
    found.push({
      at: one.at,
      who: one.by.person,
      where: one.institution,
      what: one.what,
      ...(one.ground ? { ground: one.ground } : {}),
      ...(one.referral ? { referral: one.referral } : {}),
    });
  }
  return found;
}

/** The people who have seen what a record said: those who must hear when it was wrong. */
export const sawIt = (happenings: readonly Happening[]): readonly string[] => [
  ...new Set(
    happenings.flatMap((one) =>
      ['seen', 'record-opened', 'exported', 'emergency-opened', 'signed'].includes(one.what) && 'person' in one.by
        ? [one.by.person]
        : [],
    ),
  ),
];
