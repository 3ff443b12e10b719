import { type Person, worksAt } from '../../domain/people/person.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { ReadingPage } from '../../ports/ledger.ts';
import { standingOf } from './what-is-shared.ts';

/** The patient said no, took back the yes, or let it end. A referral nobody was asked about yet is not shut off. */
export async function isShutOff(page: Pick<ReadingPage, 'consents'>, referral: Referral, now: Date): Promise<boolean> {
  const decisions = await page.consents.of(referral.patient);
  const standing = standingOf(decisions, referral, now);
  return standing === 'withdrawn' || standing === 'refused' || standing === 'expired';
}

/** On the side that wrote it, and only there: their own words stay theirs whatever the patient shares with others. */
export const isAmongSendersIn = (person: Person, referral: Referral): boolean =>
  worksAt(person, referral.from) && !worksAt(person, referral.to);
