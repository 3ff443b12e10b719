import type { FindingShown } from '#src/contract/referral.ts';
import type { Language } from '#src/contract/session.ts';
import { hongKongDate } from '../../parts/hong-kong-time.ts';

const courses = ['started', 'stopped', 'changed'] as const;

/** A medicine that was stopped must not look like one that is taken: its course is a word of its own. */
export const courseOf = ({ type, note }: Pick<FindingShown, 'type' | 'note'>): (typeof courses)[number] | undefined =>
  type === 'medication' ? courses.find((course) => course === note) : undefined;

/** A date as Hong Kong writes it; anything else stays as the source has it. */
export function spokenWhen(note: string, language: Language): string {
  const [, day, rest] = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}.*)?$/.exec(note) ?? [];
  if (!day) return note;
  if (!rest) return hongKongDate(new Date(`${day}T00:00:00+08:00`), language, false);
  const at = new Date(/(?:Z|[+-]\d{2}:?\d{2})$/.test(rest) ? note : `${note}+08:00`);
  return Number.isNaN(at.getTime()) ? note : hongKongDate(at, language, true);
}
