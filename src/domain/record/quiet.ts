import { hongKong } from '../house/office-time.ts';
import type { Urgency } from '../referral/urgency.ts';
import type { Change } from './changes.ts';

const from = 22 * 60;
const until = 7 * 60;

/** The gravest of several changes; a correction without any is told soon. */
export const levelOf = (changes: readonly Pick<Change, 'level'>[]): Change['level'] =>
  (['stop', 'soon', 'routine'] as const).find((level) => changes.some((one) => one.level === level)) ?? 'soon';

/**
 * When a memo may be told: at once, or in the morning. What endangers never waits, nor does anything of an emergency or an urgent referral;
 * the rest keeps quiet from 22:00 to 07:00 Hong Kong time, and what gathers meanwhile is one message.
 */
export function tellAt(now: Date, level: Change['level'], urgency: Urgency): Date | undefined {
  if (level === 'stop' || urgency === 'emergency' || urgency === 'urgent') return undefined;
  const { minuteOfDay } = hongKong(now);
  if (minuteOfDay >= until && minuteOfDay < from) return undefined;
  const wait = (until - minuteOfDay + 24 * 60) % (24 * 60);
  return new Date(Math.floor(now.getTime() / 60_000) * 60_000 + wait * 60_000);
}
