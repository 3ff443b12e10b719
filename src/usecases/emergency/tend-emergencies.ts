import { institution, staffOf } from '../../domain/house/house.ts';
import type { World } from '../world.ts';
import { endNow } from './change-emergency.ts';
import { tellPerson } from './tell.ts';

/** Ends what has run out, and takes an overdue review up: to the head of the place, its administrators, and the officer once more. */
export const tendEmergencies = (world: Pick<World, 'ledger' | 'clock' | 'house'>) => async (): Promise<number> =>
  world.ledger.write(async (page) => {
    const now = world.clock.now();
    const over = await page.emergencies.runOut(now, 50);
    for (const access of over) await endNow(page, access, now, { baton: 'clock' });
    const overdue = await page.emergencies.overdue(now, 50);
    for (const listed of overdue) {
      const access = (await page.emergencies.get(listed.id)) ?? listed;
      await page.emergencies.keep({ ...access, escalatedAt: now });
      await page.happened({
        what: 'emergency-overdue',
        emergency: access.id,
        at: now,
        by: { baton: 'clock' },
        institution: access.institution,
        patient: access.patient,
        ...(access.referral ? { referral: access.referral } : {}),
      });
      const place = institution(world.house, access.institution);
      const told = new Set([
        ...(place?.head ? [place.head] : []),
        ...(place?.privacyOfficer ? [place.privacyOfficer] : []),
        ...staffOf(world.house, access.institution, 'administrator').map(({ id }) => id),
      ]);
      for (const who of told)
        if (who !== access.person) await tellPerson(world, page, who, { key: 'told.emergency-overdue' });
    }
    return over.length + overdue.length;
  });
