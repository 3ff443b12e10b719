import { id } from '../ids.ts';
import type { ConsentGiven } from '../referral/content.ts';
import type { Referral } from '../referral/referral.ts';
import { categories } from './category.ts';
import type { Consent, ConsentId } from './consent.ts';

/** What the signed words of a referral say of consent, as a decision: for referrals that were written before decisions had rows of their own. */
export const consentAsWritten = (referral: Referral, said: ConsentGiven): Consent => ({
  id: id<ConsentId>(`as written ${referral.id}`),
  patient: referral.patient,
  recipient: { institution: referral.to },
  decision: said.given ? 'given' : 'refused',
  categories: categories.filter((category) => category !== 'sensitive' && said.scope.includes(category)),
  purpose: 'care',
  referral: referral.id,
  from: new Date(said.at),
  how:
    said.how === 'signed-form' ? { way: 'signed-form' } : { way: 'spoken', witness: said.witness ?? said.recordedBy },
  wording: 'as written',
  recordedBy: id(said.recordedBy),
  recordedAt: new Date(said.at),
});

/** Every decision that may speak of this referral. Rows win over words: the words are asked only where no row was ever kept for the referral. */
export const decisionsOn = (
  rows: readonly Consent[],
  referral: Referral,
  said: ConsentGiven | undefined,
): readonly Consent[] =>
  said && !rows.some((one) => one.referral === referral.id) ? [...rows, consentAsWritten(referral, said)] : rows;

/** When a referral ended, for consents that end with it. */
export const endedAt = ({ standing }: Referral): Date | undefined =>
  standing.state === 'closed' || standing.state === 'cancelled' ? standing.since : undefined;
