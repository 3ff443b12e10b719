import type { ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { grantFor, mustInclude } from '../looking/grant-for.ts';
import type { World } from '../world.ts';

/**
 * The sound of one spoken word. What was said aloud cannot be searched for what is hidden, so it is for those who see every plain part of what was written.
 * Leave is asked each time. Refuses as opening does, `consent.scope`, and `consultation.not-found`.
 */
export const hearWord =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: Page, which: ReferralId, person: Person, word: string) => {
    const grant = await grantFor(world, page, which, person);
    mustInclude(world, grant, 'problems');
    const sound = await page.consultations.sound(which, word);
    if (!sound) throw new Refused('consultation.not-found', `No voice ${word} in referral ${which}`);
    return sound;
  };
