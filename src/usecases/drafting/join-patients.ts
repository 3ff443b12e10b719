import { isDrill } from '../../domain/drill/drill.ts';
import type { Doer } from '../../domain/happening.ts';
import type { PatientId } from '../../domain/ids.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';

type Parts = Pick<World, 'clock'>;

/**
 * Two turn out to be one: everything of the referral's patient moves to the one we know, whose identity stays as it is. No allergy, limit of a consent, hold or entry is lost.
 * Gives the referral as it stands then; keeping it is the caller's. Refuses `drill.real-patient`: an invented patient becomes nobody.
 */
export async function joinPatients(
  world: Parts,
  page: Page,
  referral: Referral,
  known: PatientId,
  by: Doer,
): Promise<Referral> {
  if (isDrill(referral))
    throw new Refused('drill.real-patient', `Drill ${referral.id}: its patient is invented and becomes nobody else's`);
  await page.patients.merge(referral.patient, known);
  await page.happened({
    ...about(world, referral, by),
    patient: known,
    what: 'patients-joined',
    other: referral.patient,
  });
  return { ...referral, patient: known };
}

/**
 * The referral is about somebody else than the patient it hangs on: what was said in it, its files, decisions, looks and alerts leave with it for a patient of its own. A
 * refusal or withdrawal that was said about no single referral since then, and every hold, count for both: who of the two it came from cannot be known, and the stricter wins.
 */
export async function separatePatient(
  world: Parts,
  page: Page,
  referral: Referral,
  into: PatientId,
  by: Doer,
): Promise<Referral> {
  const content = await page.referrals.content(referral);
  await page.patients.add(into, content.identity, 'without-number');
  const files = await page.patients.separate(referral.id, referral.patient, into);
  for (const holder of await page.keys.holders(referral.patient))
    if (holder === referral.from || holder === referral.to) await page.keys.share(into, holder);
  for (const upload of files) await page.send({ do: 'reseal-upload', upload }, { key: `reseal ${upload}` });
  await page.consents.leaveEnded({ patient: referral.patient, referral: referral.id, because: 'separated' });
  await page.happened({
    ...about(world, referral, by),
    patient: into,
    what: 'patients-separated',
    other: referral.patient,
  });
  return { ...referral, patient: into };
}

const about = ({ clock }: Parts, { id: referral, from: institution }: Referral, by: Doer) => ({
  at: clock.now(),
  by,
  institution,
  referral,
  ground: 'duty' as const,
});
