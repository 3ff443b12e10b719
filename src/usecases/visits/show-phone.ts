import type { ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { grantFor } from '../looking/grant-for.ts';
import type { World } from '../world.ts';
import { cares } from './list-visits.ts';

/**
 * The patient's telephone number, for somebody who calls about a visit; each time is noted in the trail. Refuses as opening does, `person.role` for who does not
 * care for patients there, `visit.no-phone` where none is known.
 */
export const showPhone =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: Page, which: ReferralId, person: Person): Promise<string> => {
    const grant = await grantFor(world, page, which, person);
    if (!cares(person, grant.referral)) throw new Refused('person.role', `${person.id} calls no patients of ${which}`);
    const phone = (await page.patients.identity(grant.patient))?.phone;
    if (!phone) throw new Refused('visit.no-phone', `No telephone number for referral ${which}`);
    await page.happened({
      what: 'phone-shown',
      at: world.clock.now(),
      by: { person: person.id },
      institution: grant.post.at,
      referral: which,
      patient: grant.patient,
      ground: grant.because,
    });
    return phone;
  };
