import { hotline, person, staffOf, userIn } from '../../domain/house/house.ts';
import { type ClinicianId, type InstitutionId, id, type ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import {
  bookFollowUp,
  dueInDays,
  endFollowUp,
  type FollowUp,
  type FollowUpId,
  type FollowUpReason,
  isOpenFollowUp,
  mayEndFollowUp,
  maySetFollowUp,
} from '../../domain/visits/follow-up.ts';
import type { Page } from '../../ports/ledger.ts';
import { grantFor } from '../looking/grant-for.ts';
import type { World } from '../world.ts';

type Sets = Pick<World, 'clock' | 'house' | 'policy' | 'dice'>;

/**
 * "See again in six weeks." Its owner hears of it; an earlier one of the same owner is replaced. Refuses as opening does, `person.role` for who is no doctor of the
 * receiving side, `referral.wrong-state` where there is nobody to see again, `visit.unclear-time`.
 */
export const setFollowUp =
  (world: Sets) =>
  async (
    page: Page,
    which: ReferralId,
    by: Person,
    { days, owner }: { readonly days: number; readonly owner: 'us' | 'referrer' },
  ): Promise<FollowUp> => {
    const grant = await grantFor(world, page, which, by);
    const row = await page.referrals.hold(which);
    if (!row) throw new Refused('referral.not-found', `No referral ${which}`);
    const { referral } = row;
    if (!maySetFollowUp(by, referral)) throw notNow(referral, by);
    const now = world.clock.now();
    const one: FollowUp = {
      id: id<FollowUpId>(world.dice.id()),
      referral: which,
      patient: referral.patient,
      by: by.id,
      setAt: now,
      owner: owner === 'us' ? referral.to : referral.from,
      due: dueInDays(now, days),
      standing: { state: 'open' },
      version: 1,
    };
    for (const before of await page.followUps.of(which))
      if (isOpenFollowUp(before) && before.owner === one.owner)
        await page.followUps.keep(endFollowUp(before, by.id, 'replaced', now));
    await page.followUps.keep(one);
    await noteFollowUp(page, one, 'set', { person: by.id }, grant.post.at, now);
    await tellOwner(world, page, one, referral, 'told.follow-up-set');
    return one;
  };

const notNow = (referral: Referral, by: Person): Refused =>
  by.works.some(({ institution }) => institution === referral.to)
    ? new Refused('referral.wrong-state', `Referral ${referral.id} is ${referral.standing.state}`, {
        code: referral.code,
        state: referral.standing.state,
        step: 'follow-up',
      })
    : new Refused('person.role', `${by.id} sets no follow-up of referral ${referral.id}`);

/** Ends one with a reason: the patient is not seen again here, or was seen already. Refuses as opening does, `follow-up.not-found`, `follow-up.over`, `person.role`. */
export const closeFollowUp =
  (world: Sets) => async (page: Page, which: ReferralId, by: Person, followUp: FollowUpId, because: FollowUpReason) => {
    const grant = await grantFor(world, page, which, by);
    const one = await page.followUps.get(followUp);
    if (!one || one.referral !== which) throw new Refused('follow-up.not-found', `No follow-up ${followUp}`);
    if (!mayEndFollowUp(by, one)) throw new Refused('person.role', `${by.id} does not own follow-up ${followUp}`);
    const now = world.clock.now();
    const after = endFollowUp(one, by.id, because, now);
    if (after === one) return one;
    await page.followUps.keep(after);
    await noteFollowUp(page, after, 'ended', { person: by.id }, grant.post.at, now);
    await page.send({ do: 'finish-to-do', referral: which, about: 'follow-up' }, { lane: 'optional' });
    return after;
  };

/** A visit was booked at the receiving side: what it owned is done. */
export async function bookFollowUps(
  world: Pick<World, 'clock'>,
  page: Page,
  { id: which, to }: Referral,
  by: ClinicianId,
): Promise<void> {
  const now = world.clock.now();
  for (const one of await page.followUps.of(which)) {
    if (!isOpenFollowUp(one) || one.owner !== to) continue;
    await page.followUps.keep(bookFollowUp(one, by, now));
    await noteFollowUp(page, one, 'booked', { person: by }, to, now);
    await page.send({ do: 'finish-to-do', referral: which, about: 'follow-up' }, { lane: 'optional' });
  }
}

export const noteFollowUp = (
  page: Page,
  { id: followUp, referral, patient }: FollowUp,
  step: 'set' | 'due' | 'booked' | 'ended',
  by: Parameters<Page['happened']>[0]['by'],
  institution: InstitutionId,
  at: Date,
): Promise<void> => page.happened({ what: 'follow-up', followUp, step, at, by, institution, referral, patient });

/** Those who book where it is owned; where nobody coordinates, the doctor of that side. They hear a code and a day. */
export async function tellOwner(
  { house }: Pick<World, 'house'>,
  page: Page,
  { owner, due, by }: FollowUp,
  referral: Referral,
  key: 'told.follow-up-set' | 'told.follow-up-due',
): Promise<void> {
  const line = hotline(house, referral.hotline);
  if (!line) return;
  const desk = staffOf(house, owner, 'coordinator').map((one) => one.id);
  const doctor = owner === referral.from ? referral.author : (referral.heldBy ?? by);
  const people = desk.length > 0 ? desk : [doctor];
  for (const who of people) {
    const found = person(house, who);
    const user = found && !found.left ? userIn(found, line.tenant) : undefined;
    if (!user) continue;
    await page.send({
      do: 'say',
      place: { tenant: line.tenant, in: 'chat', user },
      words: [{ key, with: { code: referral.code, at: due.toISOString() } }],
      buttons: [{ label: { key: 'button.open' }, page: '/app/visits' }],
      person: who,
      about: referral.id,
    });
    if (key === 'told.follow-up-due')
      await page.send({ do: 'add-to-do', referral: referral.id, person: who, about: 'follow-up' });
  }
}
