import { caseFacts } from '../../domain/access/case-facts.ts';
import type { Facts, Leave } from '../../domain/access/grant.ts';
import type { Post } from '../../domain/access/question.ts';
import { decisionsOn } from '../../domain/consent/as-written.ts';
import { ordinaryCategories } from '../../domain/consent/check-decision.ts';
import { emergencyCategories, emergencyInForce } from '../../domain/consent/emergency.ts';
import type { Person } from '../../domain/people/person.ts';
import type { ConsentGiven } from '../../domain/referral/content.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { ReadingPage } from '../../ports/ledger.ts';
import { sharedWith } from '../consent/what-is-shared.ts';
import type { World } from '../world.ts';

/** Where a reader's standing with a patient is read. */
export type StandingReader = {
  readonly consents: Pick<ReadingPage['consents'], 'of'>;
  readonly emergencies: Pick<ReadingPage['emergencies'], 'of'>;
  readonly reasons: Pick<ReadingPage['reasons'], 'inForce'>;
};

/**
 * Everything the rules need to know of one reader and one referral, read now, on this page: the patient's decisions, emergency access in force, reasons given.
 * Nothing is remembered from one question to the next, so a withdrawal holds from the moment it is kept.
 */
export async function factsFor(
  world: Pick<World, 'clock' | 'house'>,
  page: StandingReader,
  referral: Referral,
  person: Person,
  { said, requestOpen = false }: { readonly said: ConsentGiven | undefined; readonly requestOpen?: boolean },
): Promise<Facts> {
  const now = world.clock.now();
  const decisions = decisionsOn(await page.consents.of(referral.patient), referral, said);
  const accesses = await page.emergencies.of(referral.patient);
  const reasons = await page.reasons.inForce(person.id, referral.id, now);
  const leaveOf = ({ at }: Post): Leave => {
    const recipient = { clinician: person.id, institution: at };
    const here = accesses.filter(({ institution }) => institution === at);
    const emergency = emergencyInForce(here, { person: person.id, patient: referral.patient, now });
    const gave = (kind: 'need' | 'restricted') => reasons.some((one) => one.at === at && one.kind === kind);
    return {
      shared: [...sharedWith(decisions, referral, recipient, now).categories],
      emergency: !emergency ? [] : emergency.more ? ordinaryCategories : emergencyCategories,
      needSaid: gave('need'),
      reasonGiven: gave('restricted'),
      requestOpen,
    };
  };
  return { referral, case: caseFacts(referral, world.house), leaveOf };
}
