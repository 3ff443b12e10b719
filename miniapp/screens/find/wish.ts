import type { ArchiveKindShown, FindAsked } from '#src/contract/find.ts';
import { hongKongDay } from '../../parts/hong-kong-time.ts';

export const kinds: readonly ArchiveKindShown[] = ['document', 'imaging', 'photo', 'words', 'voice'];
export const spans = ['any', 'month', 'year', 'five-years', 'between'] as const;
type Span = (typeof spans)[number];

/** What stands in the form. It lives in this screen's memory only: no address, no storage. */
export type Wish = {
  readonly words: string;
  readonly patient: string;
  readonly kinds: readonly ArchiveKindShown[];
  readonly span: Span;
  readonly from: string;
  readonly to: string;
  readonly places: readonly string[];
};

export const noWish: Wish = { words: '', patient: '', kinds: [], span: 'any', from: '', to: '', places: [] };

const monthsBack: Readonly<Partial<Record<Span, number>>> = { month: 1, year: 12, 'five-years': 60 };

/** The question as it is sent, or nothing while there is too little to look for. Days are Hong Kong's. */
export function askedOf(
  { words, patient, kinds: chosen, span, from, to, places }: Wish,
  now: Date,
): FindAsked | undefined {
  const said = words.trim();
  const who = patient.trim();
  // One Chinese character, like one letter, would find everything.
  if (said.length < 2 && who.length < 2) return undefined;
  return {
    words: said,
    ...(who.length >= 2 ? { patient: who } : {}),
    ...(chosen.length > 0 ? { kinds: [...chosen] } : {}),
    ...(places.length > 0 ? { institutions: [...places] } : {}),
    ...(span === 'between' && from ? { from } : {}),
    ...(span === 'between' && to ? { to } : {}),
    ...(monthsBack[span] === undefined ? {} : { from: dayBefore(now, monthsBack[span]) }),
  };
}

function dayBefore(now: Date, months: number): string {
  const [year = 0, month = 1, day = 1] = hongKongDay(now).split('-').map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** A QR code of ours is a link that ends in the referral's number or code; any other code is taken as it is. */
export const codeWithin = (scanned: string): string =>
  /\b([2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3})\b/i.exec(scanned)?.[1] ?? scanned.trim();
