import { postAt } from '../../domain/access/may.ts';
import { holdingPlace } from '../../domain/handover/handover.ts';
import type { InstitutionId, ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { HandoverNote } from '../../ports/handovers.ts';
import type { Page } from '../../ports/ledger.ts';
import { grantFor } from '../looking/grant-for.ts';
import type { World } from '../world.ts';

/**
 * Leaves a few words about one open case for the next shift; what was left before stays kept, the last is shown. Sealed like everything said of a patient; the trail holds
 * that there is one, and no word of it. Refuses as opening does, `person.role`, `handover.over` when the case is closed or elsewhere.
 */
export const leaveNote =
  (world: Pick<World, 'clock' | 'house' | 'policy' | 'dice'>) =>
  async (
    page: Page,
    by: Person,
    institution: InstitutionId,
    which: ReferralId,
    text: string,
  ): Promise<HandoverNote> => {
    if (!postAt(world.policy.judge, by, 'take-over', institution))
      throw new Refused('person.role', `${by.id} leaves no note at ${institution}`);
    const { referral } = await grantFor(world, page, which, by);
    if (holdingPlace(referral, world.house) !== institution)
      throw new Refused('handover.over', `Referral ${which} is not with ${institution} any more`);
    const note: HandoverNote = {
      id: world.dice.id(),
      institution,
      referral: which,
      patient: referral.patient,
      by: by.id,
      at: world.clock.now(),
      text,
    };
    await page.handovers.addNote(note);
    await page.happened({
      what: 'handover',
      step: 'noted',
      at: note.at,
      by: { person: by.id },
      institution,
      referral: which,
      patient: referral.patient,
    });
    return note;
  };
