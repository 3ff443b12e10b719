import { createHash, randomBytes } from 'node:crypto';
import { decide } from '../../domain/access/grant.ts';
import { linkHours } from '../../domain/access/reasons.ts';
import { hotline, person, userIn } from '../../domain/house/house.ts';
import type { ClinicianId, ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { grantFor } from '../looking/grant-for.ts';
import type { World } from '../world.ts';
import { factsFor } from './facts-for.ts';

type Asking = Pick<World, 'clock' | 'house' | 'policy'>;

const nameOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/**
 * Somebody who may read a referral asks one colleague to look at it, for some hours. The link opens nothing to anybody else, nothing after its time, and nothing the
 * rules would not let this colleague see with a reason; it only answers the question why. The store holds its fingerprint. Refuses as `grantFor`, and `person.role`
 * for a colleague who could not look with any reason.
 */
export const askColleague =
  (world: Asking) =>
  async (
    page: Page,
    which: ReferralId,
    by: Person,
    { person: whom, hours }: { readonly person: ClinicianId; readonly hours: number },
  ): Promise<{ readonly token: string; readonly until: Date }> => {
    const { referral, post } = await grantFor(world, page, which, by);
    const colleague = person(world.house, whom);
    if (!colleague || colleague.left || !(await postFor(world, page, referral, colleague)))
      throw new Refused('person.role', `${whom} could not look at referral ${which}`);
    const at = world.clock.now();
    const until = new Date(at.getTime() + Math.min(Math.max(1, hours), linkHours) * 3_600_000);
    const token = randomBytes(32).toString('base64url');
    await page.reasons.addLink({ id: nameOf(token), referral: which, person: whom, madeBy: by.id, since: at, until });
    await page.happened({
      what: 'asked-to-look',
      person: whom,
      until: until.toISOString(),
      at,
      by: { person: by.id },
      institution: post.at,
      referral: which,
      patient: referral.patient,
    });
    await tell(world, page, referral, colleague, by, token);
    return { token, until };
  };

/** Follows a link: the reason is "asked to help", for as long as the link holds. Anybody else, too late, or made up: `referral.not-found`. */
export const followLink =
  (world: Asking) =>
  async (page: Page, token: string, who: Person): Promise<ReferralId> => {
    const now = world.clock.now();
    const link = await page.reasons.link(nameOf(token), now);
    const row = link?.person === who.id ? await page.referrals.get(link.referral) : undefined;
    const found = row && (await postFor(world, page, row.referral, who));
    if (!link || !row || !found) throw new Refused('referral.not-found', 'No such link for this person');
    const { referral } = row;
    await page.reasons.add({
      person: who.id,
      at: found.post.at,
      referral: referral.id,
      kind: 'need',
      reason: 'asked-to-help',
      since: now,
      until: link.until,
    });
    await page.happened({
      what: 'reason-given',
      kind: 'need',
      reason: 'asked-to-help',
      at: now,
      by: { person: who.id },
      institution: found.post.at,
      referral: referral.id,
      patient: referral.patient,
      ground: found.because,
    });
    return referral.id;
  };

/** The post from which they could look with a reason, if any. */
async function postFor(world: Asking, page: Page, referral: Referral, who: Person) {
  const { consent: said } = await page.referrals.content(referral);
  const facts = await factsFor(world, page, referral, who, { said });
  const leaveOf: typeof facts.leaveOf = (post) => ({ ...facts.leaveOf(post), needSaid: true });
  return decide(world.policy.judge, who, { ...facts, leaveOf });
}

async function tell(
  world: Asking,
  page: Page,
  referral: Referral,
  whom: Person,
  by: Person,
  token: string,
): Promise<void> {
  const tenant = hotline(world.house, referral.hotline)?.tenant;
  const user = tenant && userIn(whom, tenant);
  if (!tenant || !user) return;
  await page.send(
    {
      do: 'say',
      place: { tenant, in: 'chat', user },
      words: [{ key: 'told.asked-to-look', with: { who: by.name.en, code: referral.code } }],
      buttons: [{ label: { key: 'button.open' }, page: `/app/l/${token}` }],
      person: whom.id,
      about: referral.id,
    },
    { lane: 'now' },
  );
}
