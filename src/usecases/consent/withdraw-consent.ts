import type { Consent, ConsentId } from '../../domain/consent/consent.ts';
import type { ClinicianId, InstitutionId, PatientId } from '../../domain/ids.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import { allowed, move } from '../../domain/referral/moves.ts';
import { isOpen, type Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { keepStep } from '../steps/keep-step.ts';
import type { World } from '../world.ts';
import { doerOf } from './record-consent.ts';
import { tellOfWithdrawal } from './tell-of-withdrawal.ts';
import { decisionsAbout, standingOf } from './what-is-shared.ts';

export type Withdrawal = {
  readonly patient: PatientId;
  /** Which decisions; none named means every yes there is. */
  readonly consents?: readonly ConsentId[];
  readonly by: ClinicianId | 'patient';
  readonly institution: InstitutionId;
};

/**
 * The patient takes back a yes, in one step: what was agreed is withdrawn, referrals that lived on it stop, those who hold copies are told, and every instance hears that
 * leave to look has ended. Doing it twice is doing it once. Refuses `consent.not-found` where there never was one.
 */
export const withdrawConsent =
  (world: Pick<World, 'clock' | 'house'>) =>
  async (page: Page, { patient, consents, by, institution }: Withdrawal): Promise<readonly Consent[]> => {
    const at = world.clock.now();
    const all = await page.consents.of(patient);
    const meant = all.filter((one) => one.decision === 'given' && (!consents || consents.includes(one.id)));
    if (meant.length === 0) throw new Refused('consent.not-found', `Patient ${patient} has no such consent`);
    const ended: Consent[] = [];
    for (const one of meant) {
      if (one.replaced || !(await page.consents.withdraw(one.id, { at, by }))) continue;
      ended.push({ ...one, withdrawn: { at, by } });
      await page.happened({
        what: 'consent-withdrawn',
        consent: one.id,
        at,
        by: doerOf(by),
        institution,
        patient,
        ...(one.referral ? { referral: one.referral } : {}),
      });
    }
    if (ended.length > 0)
      for (const referral of await referralsOn(page, patient, ended)) await stopSharing(world, page, referral, by);
    return meant;
  };

/** The patient's referrals that a withdrawn consent may have carried. */
async function referralsOn(page: Page, patient: PatientId, ended: readonly Consent[]): Promise<readonly Referral[]> {
  const rows = await page.referrals.list({ patient, limit: 200 });
  return rows
    .map(({ referral }) => referral)
    .filter((referral) => ended.some((one) => one.referral === undefined || one.referral === referral.id));
}

/** Nothing goes on to people whom the patient no longer lets look. What was answered stays answered. */
export async function stopSharing(
  world: Pick<World, 'clock' | 'house'>,
  page: Page,
  which: Referral,
  by: ClinicianId | 'patient',
): Promise<void> {
  const referral = (await page.referrals.hold(which.id))?.referral ?? which;
  const content = await page.referrals.content(referral);
  const now = world.clock.now();
  const standing = standingOf(await decisionsAbout(page, referral, content.consent), referral, now);
  if (standing === 'given') return;
  await takeKeyBack(page, referral, now);
  await tellOfWithdrawal(world, page, referral, by);
  const { state } = referral.standing;
  if (state === 'draft' || state === 'awaiting-sign-off') return backToDraft(world, page, referral, content, by);
  if (!isOpen(referral) || !allowed[state].includes('cancel'))
    // Over already: only the cards change, which show nothing of the patient from now on.
    return keepStep(world, page, referral, { ...referral, version: referral.version + 1 }, doerOf(by));
  const after = move(
    referral,
    { do: 'cancel', by: by === 'patient' ? referral.author : by, because: 'patient-refused', words: '' },
    now,
  );
  await keepStep(world, page, referral, after, doerOf(by));
}

/** Not sent yet: the draft says no from now on, and cannot be signed until the patient is asked again. */
async function backToDraft(
  world: Pick<World, 'clock' | 'house'>,
  page: Page,
  referral: Referral,
  content: ReferralContent,
  by: ClinicianId | 'patient',
): Promise<void> {
  const now = world.clock.now();
  const draft =
    referral.standing.state === 'draft' ? referral : move(referral, { do: 'revise', by: referral.author }, now);
  if (draft !== referral) await keepStep(world, page, referral, draft, doerOf(by));
  if (!content.consent) return;
  const contentVersion = draft.contentVersion + 1;
  const after = { ...draft, version: draft.version + 1, contentVersion };
  await keepStep(world, page, draft, after, doerOf(by), { happening: { what: 'draft-corrected', contentVersion } });
  await page.referrals.keepContent(after, {
    ...content,
    consent: { ...content.consent, given: false, scope: [], at: now.toISOString() },
  });
}

/**
 * The receiving institution holds no key any more, and what is written from now on has a new one; unless it has a right of its own: it wrote a referral of
 * this patient itself, received another one that still stands, or looks in an emergency.
 */
async function takeKeyBack(page: Page, { id: which, patient, to }: Referral, now: Date): Promise<void> {
  for (const { referral: other } of await page.referrals.list({ patient, limit: 200 })) {
    if (other.from === to) return;
    if (other.id === which || other.to !== to) continue;
    const { consent } = await page.referrals.content(other);
    if (standingOf(await decisionsAbout(page, other, consent), other, now) === 'given') return;
  }
  const looking = await page.emergencies.of(patient);
  if (looking.some(({ institution, until, endedAt }) => institution === to && until > now && !endedAt)) return;
  await page.keys.unshare(patient, to);
}
