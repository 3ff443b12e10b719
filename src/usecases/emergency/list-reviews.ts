import { mayAt } from '../../domain/access/may.ts';
import { type EmergencyAccess, frequent, recentOf } from '../../domain/consent/emergency.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { ReadingPage } from '../../ports/ledger.ts';
import type { World } from '../world.ts';

export type ReviewLine = { readonly access: EmergencyAccess; readonly recent: number };

/** What a privacy officer has to decide, the oldest first, with how often the same person looked lately. Refuses `person.role`. */
export const listReviews =
  (world: Pick<World, 'clock' | 'policy'>) =>
  async (page: ReadingPage, by: Person): Promise<readonly ReviewLine[]> => {
    const places = by.works
      .map(({ institution }) => institution)
      .filter((where) => mayAt(world.policy.judge, by, 'review-emergency', where));
    if (places.length === 0) throw new Refused('person.role', `${by.id} reviews no emergency access`);
    const now = world.clock.now();
    const since = new Date(now.getTime() - frequent.days * 86_400_000);
    const lines: ReviewLine[] = [];
    for (const access of await page.emergencies.toReview(places, 200)) {
      if (access.person === by.id) continue;
      lines.push({ access, recent: recentOf(await page.emergencies.by(access.person, since), access.person, now) });
    }
    return lines;
  };
