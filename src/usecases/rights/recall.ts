import type { ClinicianId, PatientId } from '../../domain/ids.ts';
import { id } from '../../domain/ids.ts';
import { sawIt } from '../../domain/rights/who-looked.ts';
import type { Page } from '../../ports/ledger.ts';
import { tellPerson } from '../emergency/tell.ts';
import type { World } from '../world.ts';

/**
 * Something said of a patient was wrong and is put right: everybody who saw the old value is told, referral by referral, to read it again (PDPO principle 2, s.23). Gives how many
 * were told.
 */
export const recallCorrected =
  (world: Pick<World, 'clock' | 'house'>) =>
  async (page: Page, patient: PatientId, by: { readonly person: ClinicianId }): Promise<number> => {
    let count = 0;
    for (const { referral } of await page.referrals.list({ patient, limit: 500 })) {
      for (const who of sawIt(await page.trail.of(referral.id))) {
        if (who === by.person) continue;
        await tellPerson(
          world,
          page,
          id<ClinicianId>(who),
          { key: 'told.corrected', with: { code: referral.code } },
          `/app/r/${referral.id}`,
        );
        await page.happened({
          what: 'told',
          whom: who,
          how: 'correction',
          about: referral.code,
          at: world.clock.now(),
          by,
          institution: referral.from,
          referral: referral.id,
          patient,
        });
        count += 1;
      }
    }
    return count;
  };
