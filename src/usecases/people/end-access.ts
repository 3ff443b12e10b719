import type { Doer } from '../../domain/happening.ts';
import { institution, personByUser } from '../../domain/house/house.ts';
import type { ClinicianId, TenantId, UserId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { move } from '../../domain/referral/moves.ts';
import { isOpen, type Referral } from '../../domain/referral/referral.ts';
import type { Page } from '../../ports/ledger.ts';
import { endNow } from '../emergency/change-emergency.ts';
import { keepStep } from '../steps/keep-step.ts';
import { sayTo } from '../steps/tell-after.ts';
import type { World } from '../world.ts';

export type Leaving = Pick<World, 'clock' | 'house'> & {
  /** What else ends with a person (keys that were wrapped for them, for instance), on the same page. */
  readonly whenSomebodyLeaves?: (page: Page, who: ClinicianId) => Promise<void>;
};

/**
 * Somebody has left an organisation: their sessions, links, reasons, emergency access and waiting confirmations there end in this moment. When no other
 * organisation links them to us, their work is given back as well: what they held goes to the receiving desk, what they were asked to sign goes back to its
 * author, and the head hears of what they wrote. Gives who it was, when they were somebody we know; doing it twice is doing it once.
 */
export const endAccess =
  (world: Leaving) =>
  async (page: Page, tenant: TenantId, user: UserId, by: Doer): Promise<Person | undefined> => {
    const already = await page.people.hasLeft(tenant, user);
    const linked = await page.people.personOf(tenant, user);
    const who =
      (linked && world.house.people.find(({ id }) => id === linked)) ?? personByUser(world.house, tenant, user);
    const at = world.clock.now();
    await page.people.endFor(tenant, user, at);
    if (!who || already) return who;
    if (await isLinkedElsewhere(page, who, tenant)) return who;
    await endAllLeave(world, page, who.id, by);
    await world.whenSomebodyLeaves?.(page, who.id);
    for (const { institution: where } of who.works)
      await page.happened({ what: 'person-left', person: who.id, at, by, institution: where });
    return who;
  };

/** Sessions, waiting confirmations, stated reasons, the signing key, the keys to what was typed and not sent, emergency access and work of one person: all of it ends or is given back in this moment. */
export async function endAllLeave(world: Leaving, page: Page, who: ClinicianId, by: Doer): Promise<void> {
  const at = world.clock.now();
  await page.sessions.endAllOf(who);
  await page.confirmations.endFor(who);
  await page.reasons.endFor(who);
  await page.drawerKeys.destroyAllOf(who);
  await page.keys.endSigning(who, at);
  for (const access of await page.emergencies.by(who, new Date(at.getTime() - 2 * 86_400_000)))
    await endNow(page, access, at, by);
  for (const referral of await openWorkOf(page, who)) await giveBack(world, page, referral, who, by);
}

async function isLinkedElsewhere(page: Page, who: Person, tenant: TenantId): Promise<boolean> {
  for (const link of who.dingtalk)
    if (link.tenant !== tenant && !(await page.people.hasLeft(link.tenant, link.user))) return true;
  return false;
}

async function openWorkOf(page: Page, who: ClinicianId): Promise<readonly Referral[]> {
  const rows = [
    ...(await page.referrals.list({ heldBy: who, open: true, limit: 500 })),
    ...(await page.referrals.list({ author: who, open: true, limit: 500 })),
    ...(await page.referrals.list({ states: ['awaiting-sign-off'], limit: 500 })),
  ];
  const found = new Map<string, Referral>();
  for (const { referral } of rows) if (isOpen(referral) && hasPartIn(referral, who)) found.set(referral.id, referral);
  return [...found.values()];
}

const isAsked = ({ standing }: Referral, who: ClinicianId): boolean =>
  standing.state === 'awaiting-sign-off' && standing.asked === who;
const hasPartIn = (referral: Referral, who: ClinicianId): boolean =>
  referral.heldBy === who || referral.author === who || isAsked(referral, who);

async function giveBack(world: Leaving, page: Page, listed: Referral, who: ClinicianId, by: Doer): Promise<void> {
  const held = await page.referrals.hold(listed.id);
  if (!held || !hasPartIn(held.referral, who)) return;
  const before = held.referral;
  const at = world.clock.now();
  const free = before.heldBy === who ? released(before) : before;
  const after = isAsked(free, who) ? move(free, { do: 'revise', by: who }, at) : free;
  await keepStep(world, page, before, after, by, { happening: { what: 'work-given-back', person: who } });
  const head = institution(world.house, before.author === who ? before.from : before.to)?.head;
  if (head && head !== who)
    await sayTo({ world, page, referral: after, lane: 'now' }, head, {
      key: 'told.owner-left',
      with: { code: after.code },
    });
}

function released({ heldBy: _gone, ...referral }: Referral): Referral {
  return { ...referral, version: referral.version + 1 };
}
