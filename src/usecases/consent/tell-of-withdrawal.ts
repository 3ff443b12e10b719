import { institution } from '../../domain/house/house.ts';
import type { ClinicianId } from '../../domain/ids.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { Page } from '../../ports/ledger.ts';
import { sayTo } from '../steps/tell-after.ts';
import type { World } from '../world.ts';

/** Told to the sender, and to everybody on the other side who saw it or would have received it: they may hold copies. */
export async function tellOfWithdrawal(
  world: Pick<World, 'clock' | 'house'>,
  page: Page,
  referral: Referral,
  by: ClinicianId | 'patient',
): Promise<void> {
  const scene = { world, page, referral, lane: 'now' } as const;
  const with_ = { code: referral.code };
  if (referral.author !== by) await sayTo(scene, referral.author, { key: 'told.consent-withdrawn', with: with_ });
  if (!referral.signature) return;
  for (const who of await holdersOfCopies(world, page, referral))
    if (who !== by) await sayTo(scene, who, { key: 'told.consent-withdrawn.copies', with: with_ });
  await page.happened({
    what: 'told',
    whom: referral.to,
    how: 'message',
    about: 'consent-withdrawn',
    at: world.clock.now(),
    by: by === 'patient' ? { baton: 'patient' } : { person: by },
    institution: referral.from,
    referral: referral.id,
    patient: referral.patient,
  });
}

async function holdersOfCopies(
  { house }: Pick<World, 'house'>,
  page: Page,
  referral: Referral,
): Promise<ReadonlySet<ClinicianId>> {
  const trail = await page.trail.of(referral.id);
  const saw = trail.flatMap((one) =>
    (one.what === 'seen' || one.what === 'record-opened') && 'person' in one.by ? [one.by.person] : [],
  );
  const officer = institution(house, referral.to)?.privacyOfficer;
  const there = (who: ClinicianId) =>
    house.people.some((one) => one.id === who && one.works.some(({ institution: at }) => at === referral.to));
  return new Set([...saw.filter(there), ...(referral.heldBy ? [referral.heldBy] : []), ...(officer ? [officer] : [])]);
}
