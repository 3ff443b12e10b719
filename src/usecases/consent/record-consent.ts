import type { Category } from '../../domain/consent/category.ts';
import { checkDecision, ownDecisionAge, splitSensitive } from '../../domain/consent/check-decision.ts';
import {
  type Consent,
  type ConsentId,
  type HowGiven,
  keyOf,
  type Recipient,
  speaksOfSame,
} from '../../domain/consent/consent.ts';
import { birthday } from '../../domain/consent/hong-kong-dates.ts';
import { currentWording } from '../../domain/consent/wording.ts';
import type { Doer } from '../../domain/happening.ts';
import {
  type ClinicianId,
  type InstitutionId,
  id,
  type PatientId,
  type ReferralId,
  type UploadId,
} from '../../domain/ids.ts';
import type { BirthDate } from '../../domain/referral/content.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';

/** A patient's yes or no as it reached us. `institution` is whose trail it goes into. */
export type Decision = {
  readonly patient: PatientId;
  readonly birth: BirthDate | undefined;
  readonly recipient: Recipient;
  readonly referral?: ReferralId;
  readonly decision: Consent['decision'];
  readonly categories: readonly Category[];
  readonly how: HowGiven;
  readonly until?: Date;
  readonly by: ClinicianId | 'patient';
  readonly institution: InstitutionId;
  readonly wording?: string;
};

/**
 * Records a decision; an earlier one about the same recipient and referral gives way to it, in the same moment, also where it allowed more. Refuses the codes of
 * `checkDecision`, and `upload.not-found` for a signed form that is not filed with this patient.
 */
export const recordConsent =
  (world: Pick<World, 'clock' | 'dice'>) =>
  async (page: Page, said: Decision): Promise<readonly Consent[]> => {
    const now = world.clock.now();
    checkDecision({ ...said, from: now }, said.birth, now);
    if (said.how.way === 'signed-form' && said.how.form) await checkForm(page, said.patient, said.how.form);
    const before = await page.consents.of(said.patient);
    // A clock that was set back must not put a new decision before a withdrawal it answers.
    const recordedAt = new Date(
      Math.max(now.getTime(), ...before.flatMap(({ withdrawn }) => (withdrawn ? [withdrawn.at.getTime() + 1] : []))),
    );
    const parts = said.decision === 'given' ? splitSensitive(said.categories) : [said.categories];
    const until = endFor(said);
    const consents = parts.map(
      (categories): Consent => ({
        id: id<ConsentId>(world.dice.id()),
        patient: said.patient,
        recipient: said.recipient,
        decision: said.decision,
        categories,
        purpose: 'care',
        from: recordedAt,
        how: said.how,
        wording: said.wording ?? currentWording,
        recordedBy: said.by,
        recordedAt,
        ...(said.referral ? { referral: said.referral } : {}),
        ...(until ? { until } : {}),
      }),
    );
    for (const consent of consents) await page.consents.add(consent);
    if (said.decision === 'given') await shareKeys(page, said);
    await giveWay(page, before, consents, recordedAt);
    for (const consent of consents) await note(page, said, consent, now);
    return consents;
  };

/** Who may look holds a key: the named institution, or the one a referral to a named clinician goes to. */
async function shareKeys(page: Page, { patient, recipient, referral }: Decision): Promise<void> {
  const about = referral && (await page.referrals.get(referral))?.referral;
  if ('institution' in recipient) await page.keys.share(patient, recipient.institution);
  else if (about) await page.keys.share(patient, about.to);
}

/** A child's consent by a substitute ends when the child can decide, at 16. */
function endFor({ how, until, birth }: Decision): Date | undefined {
  if (how.way !== 'substitute' || how.because !== 'minor' || !birth) return until;
  const ofAge = birthday(birth.iso, ownDecisionAge);
  return until && until < ofAge ? until : ofAge;
}

async function checkForm(page: Page, patient: PatientId, form: UploadId): Promise<void> {
  const upload = await page.uploads.get(form);
  if (!upload || upload.patient !== patient || (upload.state !== 'kept' && upload.state !== 'filed'))
    throw new Refused('upload.not-found', `No filed form ${form}`);
}

async function giveWay(page: Page, before: readonly Consent[], after: readonly Consent[], at: Date): Promise<void> {
  const [newest] = after;
  if (!newest) return;
  const given = before.filter((one) => !one.withdrawn && !one.replaced && speaksOfSame(one, newest));
  for (const one of given) await page.consents.replace(one.id, { at, by: newest.id });
  const stays = new Set(newest.decision === 'given' ? after.flatMap(({ categories }) => categories) : []);
  const isNarrower =
    newest.decision === 'refused' || given.some(({ categories }) => categories.some((one) => !stays.has(one)));
  if (isNarrower)
    await page.consents.leaveEnded({
      patient: newest.patient,
      ...(newest.referral ? { referral: newest.referral } : {}),
      ...newest.recipient,
      because: 'withdrawn',
    });
}

const note = (page: Page, { by, institution }: Decision, consent: Consent, at: Date): Promise<void> =>
  page.happened({
    what: 'consent-recorded',
    given: consent.decision === 'given',
    how: consent.how.way,
    consent: consent.id,
    recipient: keyOf(consent.recipient),
    wording: consent.wording,
    at,
    by: doerOf(by),
    institution,
    patient: consent.patient,
    ...(consent.referral ? { referral: consent.referral } : {}),
  });

export const doerOf = (by: ClinicianId | 'patient'): Doer => (by === 'patient' ? { baton: 'patient' } : { person: by });
