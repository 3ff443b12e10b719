import { type DrillPlan, isDrill } from '../../domain/drill/drill.ts';
import type { Errand, ReplyPlace } from '../../domain/errand.ts';
import { type House, personByUser, staffOf } from '../../domain/house/house.ts';
import type { ClinicianId, ReferralId } from '../../domain/ids.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { ErrandInHand, Outcome } from '../../ports/errands.ts';
import type { World } from '../world.ts';

type Run = (inHand: ErrandInHand) => Promise<Outcome>;
const unknownPlan = { people: [], group: false } as const;
const noFurther: Outcome = { is: 'dropped', why: 'not among the participants of the drill' };

/**
 * Looks, before each errand, whether it is about a drill: then it reaches only the participants that the configuration names, the group only where that says so,
 * and nobody by telephone.
 */
export const mindDrill =
  (world: Pick<World, 'ledger' | 'house'>, plans: readonly DrillPlan[], run: Run): Run =>
  async (inHand) => {
    const about = aboutOf(inHand.errand);
    if (!about) return run(inHand);
    const row = await world.ledger.read((page) => page.referrals.get(about));
    if (!row || !isDrill(row.referral)) return run(inHand);
    const plan = plans.find(({ hotline }) => hotline === row.referral.hotline) ?? unknownPlan;
    const errand = within(world.house, row.referral, inHand.errand, plan);
    return errand ? run({ ...inHand, errand }) : noFurther;
  };

function aboutOf(errand: Errand): ReferralId | undefined {
  switch (errand.do) {
    case 'say':
    case 'ding':
      return errand.about;
    case 'show-referral':
    case 'start-approval':
    case 'add-to-do':
    case 'book-visit':
      return errand.referral;
    default:
      return undefined;
  }
}

/** The errand as far as it may go, or undefined. */
function within(
  house: House,
  referral: Referral,
  errand: Errand,
  plan: Pick<DrillPlan, 'people' | 'group'>,
): Errand | undefined {
  const takesPart = (who: ClinicianId) => plan.people.includes(who);
  const reaches = (place: ReplyPlace): boolean => {
    if (place.in === 'group') return plan.group;
    const who = personByUser(house, place.tenant, place.user);
    return who !== undefined && takesPart(who.id);
  };
  switch (errand.do) {
    case 'say':
    case 'show-referral':
      return reaches(errand.place) ? errand : undefined;
    case 'ding': {
      const people = errand.people.filter(takesPart);
      return people.length > 0 ? { ...errand, people, how: 'app' } : undefined;
    }
    case 'add-to-do':
      return takesPart(errand.person) ? errand : undefined;
    case 'start-approval': {
      const { standing } = referral;
      return standing.state === 'awaiting-sign-off' && takesPart(standing.asked) ? errand : undefined;
    }
    case 'book-visit':
      // The calendar asks the coordinators in: only where all of them take part.
      return staffOf(house, referral.to, 'coordinator').every(({ id }) => takesPart(id)) ? errand : undefined;
    default:
      return errand;
  }
}
