import { type House, institution } from '../house/house.ts';
import type { Grant } from './grant.ts';

/** What stands below each page of a copy that leaves: who took it, where they work, when, out of which referral. Nothing of the patient (behaviour 21 of our law page). */
export function copyLine(house: House, { reader, post, referral }: Grant, at: Date): string {
  const place = institution(house, post.at);
  const time = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  return [
    `Copy for 副本交 ${reader.name.en} ${reader.name.zhHant}`,
    place ? `${place.name.en} ${place.name.zhHant}` : post.at,
    `${time} HKT`,
    `Baton ${referral.code}`,
  ].join(' · ');
}
