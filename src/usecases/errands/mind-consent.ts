import type { Errand, ReplyPlace } from '../../domain/errand.ts';
import { person, personByUser } from '../../domain/house/house.ts';
import type { ClinicianId, ReferralId } from '../../domain/ids.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { ErrandInHand, Outcome } from '../../ports/errands.ts';
import type { ReadingPage } from '../../ports/ledger.ts';
import { isAmongSendersIn, isShutOff } from '../consent/shut-off.ts';
import type { World } from '../world.ts';

type Run = (inHand: ErrandInHand) => Promise<Outcome>;

/**
 * Looks, before each errand, whether the patient still lets the other side hear of the referral. What was queued before a withdrawal goes no further; a card is shown all the
 * same, because then it shows that nothing is shared any more; and the notice of the withdrawal itself goes out.
 */
export const mindConsent =
  (world: Pick<World, 'ledger' | 'house' | 'clock'>, run: Run): Run =>
  async (inHand) => {
    const { errand } = inHand;
    const about = aboutOf(errand);
    if (!about || isTheNotice(errand)) return run(inHand);
    const stops = await world.ledger.read((page) => goesNoFurther(world, page, errand, about));
    return stops ? { is: 'dropped', why: 'consent withdrawn' } : run(inHand);
  };

function aboutOf(errand: Errand): ReferralId | undefined {
  switch (errand.do) {
    case 'say':
    case 'ding':
      return errand.about;
    case 'add-to-do':
    case 'book-visit':
      return errand.referral;
    default:
      return undefined;
  }
}

/** Words about consent and emergency access are what has to be told just then. */
const isTheNotice = (errand: Errand): boolean =>
  (errand.do === 'say' && errand.words.every(({ key }) => /^told\.(consent|emergency)/.test(key))) ||
  (errand.do === 'add-to-do' && errand.about === 'emergency-review');

async function goesNoFurther(
  world: Pick<World, 'house' | 'clock'>,
  page: ReadingPage,
  errand: Errand,
  about: ReferralId,
): Promise<boolean> {
  const row = await page.referrals.get(about);
  if (!row || isAmongSenders(world, row.referral, errand)) return false;
  return isShutOff(page, row.referral, world.clock.now());
}

function isAmongSenders({ house }: Pick<World, 'house'>, referral: Referral, errand: Errand): boolean {
  const sends = (who: ClinicianId | undefined) => {
    const found = who && person(house, who);
    return found !== undefined && isAmongSendersIn(found, referral);
  };
  switch (errand.do) {
    case 'say':
      return sends(readerOf(house, errand.place));
    case 'ding':
      return errand.people.every(sends);
    case 'add-to-do':
      return sends(errand.person);
    default:
      return false;
  }
}

const readerOf = (house: World['house'], place: ReplyPlace): ClinicianId | undefined =>
  place.in === 'chat' ? personByUser(house, place.tenant, place.user)?.id : undefined;
