import { postAt } from '../../domain/access/may.ts';
import { type HandoverCase, holdingPlace, take } from '../../domain/handover/handover.ts';
import type { InstitutionId, ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { keepStep } from '../steps/keep-step.ts';
import type { World } from '../world.ts';

type Takes = Pick<World, 'clock' | 'house' | 'policy'>;

/**
 * Takes one case of a handover. Where the case has a holder the taker becomes it; otherwise it is written down who has it. Taking one's own again changes nothing.
 * Refuses `person.role`, `handover.taken` when somebody was first (it says who), `handover.over` when the case is closed, elsewhere, or the shift has changed again.
 */
export const takeOver =
  (world: Takes) =>
  async (page: Page, by: Person, institution: InstitutionId, which: ReferralId): Promise<HandoverCase> => {
    if (!postAt(world.policy.judge, by, 'take-over', institution))
      throw new Refused('person.role', `${by.id} takes nothing over at ${institution}`);
    const now = world.clock.now();
    const handover = await page.handovers.latest(institution, now);
    const before = handover && (await page.handovers.hold(handover.id, which));
    const row = before && (await page.referrals.hold(which));
    if (!before || !row || holdingPlace(row.referral, world.house) !== institution)
      throw new Refused('handover.over', `Referral ${which} is not in the handover of ${institution} any more`);
    const after = take(before, by.id, now, world.house);
    if (after === before) return before;
    await page.handovers.keep(after);
    await page.happened({
      what: 'handover',
      step: 'taken',
      handover: handover.id,
      at: now,
      by: { person: by.id },
      institution,
      referral: which,
      patient: row.referral.patient,
    });
    await becomeHolder(world, page, row.referral, by, institution);
    return after;
  };

const held: readonly Referral['standing']['state'][] = ['accepted', 'booked', 'attended', 'did-not-attend'];

async function becomeHolder(
  world: Takes,
  page: Page,
  referral: Referral,
  { id }: Person,
  institution: InstitutionId,
): Promise<void> {
  if (institution !== referral.to || !held.includes(referral.standing.state) || referral.heldBy === id) return;
  const after: Referral = { ...referral, heldBy: id, version: referral.version + 1 };
  await keepStep(world, page, referral, after, { person: id }, { happening: { what: 'handed-over', to: id } });
}

/** Takes those of these cases that nobody has taken yet. Gives how many are the taker's now, and how many somebody else had or that are over. */
export const takeAll =
  (world: Takes) =>
  async (
    page: Page,
    by: Person,
    institution: InstitutionId,
    which: readonly ReferralId[],
  ): Promise<{ readonly taken: number; readonly missed: number }> => {
    let taken = 0;
    // Always in one order: two who take many at once wait for each other, and neither for ever.
    for (const one of [...new Set(which)].sort())
      try {
        await takeOver(world)(page, by, institution, one);
        taken += 1;
      } catch (error) {
        if (!(error instanceof Refused) || !['handover.taken', 'handover.over'].includes(error.code)) throw error;
      }
    return { taken, missed: new Set(which).size - taken };
  };
