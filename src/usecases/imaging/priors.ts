import { decide, type Grant } from '../../domain/access/grant.ts';
import type { ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { factsFor } from '../access/facts-for.ts';
import { grantFor, mustInclude, NotForThem } from '../looking/grant-for.ts';
import type { World } from '../world.ts';
import { filesInTheRoom, type RoomFile } from './in-the-room.ts';

type Looks = Pick<World, 'clock' | 'house' | 'policy'>;

/** How many other referrals of one patient are looked through, newest first. */
const most = 60;

/**
 * Earlier referrals of the same patient whose pictures this reader may see by that referral's own consent and rules, newest first. Asked in silence: one that
 * they may not know of is not there, and leaves nothing in the trail. None where leave for this referral has no pictures in it.
 */
export async function priorsOf(world: Looks, page: Page, now: Grant): Promise<readonly Referral[]> {
  if (!now.categories.includes('imaging')) return [];
  const rows = await page.referrals.list({ patient: now.patient, limit: most });
  const found: Referral[] = [];
  for (const { referral } of rows) {
    if (!isEarlier(referral, now.referral)) continue;
    const grant = await silentGrant(world, page, referral, now.reader);
    if (grant && (await filesInTheRoom(page, referral.id, grant.categories)).length > 0) found.push(referral);
  }
  return found.toSorted((one, other) => other.startedAt.getTime() - one.startedAt.getTime());
}

/**
 * Opens the pictures of an earlier referral beside those of this one. The look stands in the trail of both. Refuses as opening each, and `referral.not-found` for
 * one of another patient, a later one, or one without leave for its pictures: all the same answer.
 */
export const openPrior =
  (world: Looks) =>
  async (page: Page, which: ReferralId, earlier: ReferralId, person: Person): Promise<readonly RoomFile[]> => {
    const now = await grantFor(world, page, which, person);
    mustInclude(world, now, 'imaging');
    const row = await page.referrals.get(earlier);
    if (!row || row.referral.patient !== now.patient || !isEarlier(row.referral, now.referral))
      throw new Refused('referral.not-found', `No referral ${earlier}`);
    const grant = await grantFor(world, page, earlier, person);
    if (!grant.categories.includes('imaging')) throw notThis(world, grant);
    await noteLook(world, page, now);
    await noteLook(world, page, grant);
    return filesInTheRoom(page, earlier, grant.categories);
  };

const isEarlier = (one: Referral, { id, startedAt }: Referral): boolean => one.id !== id && one.startedAt <= startedAt;

async function silentGrant(world: Looks, page: Page, referral: Referral, person: Person): Promise<Grant | undefined> {
  const { consent: said } = await page.referrals.content(referral);
  const grant = decide(world.policy.judge, person, await factsFor(world, page, referral, person, { said }));
  if (!grant?.categories.includes('imaging')) return undefined;
  // On the patient's consent the institution's own key has to open too, as it has when the pictures are asked for.
  const needsKey = grant.because === 'treating' || grant.because === 'consented';
  const opens = needsKey ? page.keys.mustOpen(referral.patient, grant.post.at).then(yes, no) : true;
  return (await opens) ? grant : undefined;
}
const yes = () => true;
/** Whatever keeps the key shut: what cannot be opened is not offered. */
const no = () => false;

const noteLook = (world: Looks, page: Page, { referral, reader, post, because }: Grant): Promise<void> =>
  page.happened({
    what: 'seen',
    how: 'images',
    at: world.clock.now(),
    by: { person: reader.id },
    institution: post.at,
    referral: referral.id,
    patient: referral.patient,
    ground: because,
  });

const notThis = (world: Looks, { referral, reader }: Grant): NotForThem =>
  new NotForThem(
    referral,
    'referral.not-found',
    {},
    {
      what: 'refused',
      deed: 'open',
      code: 'referral.not-found',
      at: world.clock.now(),
      by: { person: reader.id },
      institution: referral.from,
      referral: referral.id,
    },
  );
