import type { Consent } from '../../domain/consent/consent.ts';
import { institution, staffOf } from '../../domain/house/house.ts';
import type { ClinicianId, InstitutionId } from '../../domain/ids.ts';
import type { Page } from '../../ports/ledger.ts';
import { tellPerson } from '../emergency/tell.ts';
import type { World } from '../world.ts';

const day = 86_400_000;
/** A reminder goes thirty days before the end (hk-law.md §5, 3). */
const reminderDays = 30;

/** Ends that have come close the screens that lived on them; ends that come in thirty days are told; a child who is 16 is asked anew. Each is said once. */
export const tendConsents = (world: Pick<World, 'ledger' | 'clock' | 'house'>) => async (): Promise<number> =>
  world.ledger.write(async (page) => {
    const now = world.clock.now();
    let done = 0;
    for (const one of await page.consents.endingBetween(new Date(now.getTime() - 7 * day), now, 200))
      if (await page.consents.noteOnce(one.id, 'expired', now)) {
        await expire(world, page, one, now);
        done += 1;
      }
    for (const one of await page.consents.endingBetween(now, new Date(now.getTime() + reminderDays * day), 200))
      if (await page.consents.noteOnce(one.id, 'reminded', now)) {
        await remind(world, page, one, now);
        done += 1;
      }
    return done;
  });

async function expire(world: Pick<World, 'house'>, page: Page, consent: Consent, at: Date): Promise<void> {
  const where = await placeOf(world, page, consent);
  const common = {
    consent: consent.id,
    at,
    by: { baton: 'clock' },
    institution: where,
    patient: consent.patient,
  } as const;
  const referral = consent.referral ? { referral: consent.referral } : {};
  await page.happened({ what: 'consent-expired', ...common, ...referral });
  await page.consents.leaveEnded({ patient: consent.patient, ...referral, ...consent.recipient, because: 'expired' });
  if (consent.how.way !== 'substitute' || consent.how.because !== 'minor') return;
  await page.happened({ what: 'consent-of-age', ...common, ...referral });
  for (const who of whomToTell(world, consent, where))
    await tellPerson(world, page, who, { key: 'told.consent-of-age' }, pageOf(consent));
}

async function remind(world: Pick<World, 'house'>, page: Page, consent: Consent, at: Date): Promise<void> {
  const where = await placeOf(world, page, consent);
  await page.happened({
    what: 'consent-ending',
    consent: consent.id,
    at,
    by: { baton: 'clock' },
    institution: where,
    patient: consent.patient,
    ...(consent.referral ? { referral: consent.referral } : {}),
  });
  const ends = (consent.until ?? at).toISOString();
  for (const who of whomToTell(world, consent, where))
    await tellPerson(world, page, who, { key: 'told.consent-ending', with: { at: ends } }, pageOf(consent));
}

const pageOf = ({ referral }: Consent): string => (referral ? `/app/r/${referral}` : '/app/');

/** Whose trail it goes into: the place of whoever recorded it, else the place that asked. */
async function placeOf({ house }: Pick<World, 'house'>, page: Page, consent: Consent): Promise<InstitutionId> {
  const row = consent.referral ? await page.referrals.get(consent.referral) : undefined;
  if (row) return row.referral.from;
  const who = house.people.find(({ id }) => id === consent.recordedBy);
  const [home] = who?.works ?? [];
  const first = house.institutions[0];
  if (!home && !first) throw new Error('there is no institution');
  // A house without institutions does not start.
  return home?.institution ?? (first as NonNullable<typeof first>).id;
}

function whomToTell({ house }: Pick<World, 'house'>, consent: Consent, where: InstitutionId): ReadonlySet<ClinicianId> {
  const recorder = house.people.find(({ id, left }) => id === consent.recordedBy && !left)?.id;
  const desk = staffOf(house, where, 'coordinator').map(({ id }) => id);
  const officer = institution(house, where)?.privacyOfficer;
  const told = [...(recorder ? [recorder] : []), ...desk];
  return new Set(told.length > 0 ? told : officer ? [officer] : []);
}
