import type { EmergencyAccess } from '../../domain/consent/emergency.ts';
import type { PatientId } from '../../domain/ids.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';

/**
 * Every look in an emergency at this patient, the newest first, for the page they opened with their own link or code and year of birth. Showing one tells the patient of it
 * (hk-law.md §5, 13): it leaves the privacy officer's list of patients to be told, and that is in the trail.
 */
export const tellOnPage =
  (world: Pick<World, 'clock'>) =>
  async (page: Page, patient: PatientId): Promise<readonly EmergencyAccess[]> => {
    const at = world.clock.now();
    const looks = await page.emergencies.of(patient);
    for (const look of looks)
      if (!look.told) {
        await page.emergencies.keep({ ...look, told: { at, how: 'page' } });
        await page.happened({
          what: 'patient-told',
          about: look.id,
          how: 'page',
          at,
          by: { baton: 'patient' },
          institution: look.institution,
          patient,
          ground: 'emergency',
          ...(look.referral ? { referral: look.referral } : {}),
        });
      }
    return [...looks].sort((a, b) => b.openedAt.getTime() - a.openedAt.getTime());
  };
