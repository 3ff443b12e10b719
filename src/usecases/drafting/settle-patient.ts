import { isDrill } from '../../domain/drill/drill.ts';
import type { Doer } from '../../domain/happening.ts';
import { institution } from '../../domain/house/house.ts';
import { samePerson } from '../../domain/identity/same-person.ts';
import { id, type PatientId } from '../../domain/ids.ts';
import type { Identity, IdentityClash, ReferralContent } from '../../domain/referral/content.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { expectedIdentity } from '../documents/expected-identity.ts';
import { tellPerson } from '../emergency/tell.ts';
import type { World } from '../world.ts';
import { joinPatients, separatePatient } from './join-patients.ts';

type Settles = Pick<World, 'clock' | 'dice' | 'house'>;
export type Settled = { readonly referral: Referral; readonly content: ReferralContent };

/**
 * Ties the draft to the patient its identifier names: one we know already, or the stand-in that was made with the draft. A number alone ties nothing, nor does one with a wrong
 * check digit: a date of birth or a name must agree. When they do not, the draft keeps a patient of its own, the author is asked (only where their own institution
 * knows the other one: a number never confirms to a stranger that somebody is a patient elsewhere), and the privacy officer is told.
 * A drill is about nobody and refuses such a number (`drill.real-patient`). A number that was put right takes the draft away from whoever it was tied to, and leaves that one as they were.
 */
export async function settlePatient(
  world: Settles,
  page: Page,
  before: Referral,
  said: ReferralContent,
  by: Doer,
): Promise<Settled> {
  const { identityClash: asked, ...rest } = said;
  const content: ReferralContent = rest;
  const { identity } = content;
  if (isDrill(before)) return settleNobody(page, before, content);
  const referral = await leaveWrongPatient(world, page, before, identity, by);
  const known = identity.hkid && identity.hkidValid ? await page.patients.byHkid(identity.hkid) : undefined;
  if (!known || known === referral.patient) {
    await page.patients.withdrawClash(referral.id);
    await page.patients.keepIdentity(
      referral.patient,
      fuller(await page.patients.identity(referral.patient), identity),
    );
    return { referral, content };
  }
  const sameness = samePerson(
    expectedIdentity((await page.patients.identity(known)) ?? {}),
    expectedIdentity(identity),
  );
  const wereParted = await page.patients.werePartedFor(referral.id, known);
  const isClash = sameness.is === 'conflict' && !wereParted;
  if (!isClash) await page.patients.withdrawClash(referral.id);
  if (sameness.is === 'same' && !wereParted)
    return { referral: await joinPatients(world, page, referral, known, by), content };
  // The number stays findable under the one who had it first.
  await page.patients.keepIdentity(referral.patient, identity, 'without-number');
  if (!isClash) return { referral, content };
  const clash: IdentityClash = {
    differ: sameness.differ,
    ...(asked?.checked && asked.differ.join() === sameness.differ.join() ? { checked: asked.checked } : {}),
  };
  await tellOfficer(world, page, referral, known);
  const isKnownHere =
    (await page.referrals.list({ patient: known, institutions: [referral.from], limit: 1 })).length > 0;
  return { referral, content: isKnownHere ? { ...content, identityClash: clash } : content };
}

/** A drill is about nobody: it is tied to no patient, found under no name, and the identity card number of a person is refused. */
async function settleNobody(page: Page, referral: Referral, content: ReferralContent): Promise<Settled> {
  const { hkid, hkidValid } = content.identity;
  if (hkid && hkidValid !== false)
    throw new Refused('drill.real-patient', `Drill ${referral.id}: an identity card number is always somebody's`);
  await page.patients.keepIdentity(referral.patient, content.identity, 'unfindable');
  return { referral, content };
}

/** The draft was tied to somebody by a number that is no longer its own; others' referrals hang on that one, so the draft leaves. */
async function leaveWrongPatient(
  world: Settles,
  page: Page,
  referral: Referral,
  { hkid, hkidValid }: Identity,
  by: Doer,
): Promise<Referral> {
  if (!hkid || !hkidValid) return referral;
  const tied = await page.patients.identity(referral.patient);
  const isOther = tied?.hkid !== undefined && tied.hkidValid !== false && tied.hkid !== hkid;
  if (!isOther || (await page.referrals.list({ patient: referral.patient, limit: 2 })).length < 2) return referral;
  return separatePatient(world, page, referral, id<PatientId>(world.dice.id()), by);
}

/** One person, told of twice: what is said now counts, what is not said now is not forgotten. */
const fuller = (known: Identity | undefined, said: Identity): Identity =>
  known?.hkid !== undefined && known.hkid === said.hkid ? { ...known, ...said } : said;

async function tellOfficer(
  world: Settles,
  page: Page,
  { id: referral, code, from, patient }: Referral,
  other: PatientId,
) {
  const officer = institution(world.house, from)?.privacyOfficer;
  const isNew = await page.patients.keepClash({ referral, patient, other, at: world.clock.now() });
  if (officer && isNew)
    await tellPerson(world, page, officer, { key: 'told.identity-clash', with: { code } }, '/app/privacy');
}
