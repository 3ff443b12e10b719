import { decide, type Grant, type Wanted, wouldOpen } from '../../domain/access/grant.ts';
import type { Category } from '../../domain/consent/category.ts';
import type { ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { type RefusalCode, Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { factsFor } from '../access/facts-for.ts';
import { flagLook } from '../access/flag-look.ts';
import type { World } from '../world.ts';

/**
 * Leave to read, or the refusal that tells nothing; a refusal is kept in the trail. Refuses `referral.not-found`, and `access.need-to-know` where the only
 * thing missing is that this person says why they need to look.
 */
export async function grantFor(
  world: Pick<World, 'clock' | 'house' | 'policy'>,
  page: Page,
  which: ReferralId,
  person: Person,
  wanted: Wanted & { readonly requestOpen?: boolean } = {},
): Promise<Grant> {
  const row = await page.referrals.get(which);
  if (!row) throw new Refused('referral.not-found', `No referral ${which}`);
  const { consent: said } = await page.referrals.content(row.referral);
  const facts = await factsFor(world, page, row.referral, person, { said, requestOpen: wanted.requestOpen ?? false });
  const { judge } = world.policy;
  const grant = decide(judge, person, facts, wanted);
  if (grant) {
    await throughItsOwnKey(world, page, grant);
    await flagLook(world)(page, grant);
    return grant;
  }
  const isNeedUnsaid = wouldOpen(judge, person, facts, { needSaid: true }).length > 0;
  throw notForThem(world, row.referral, person, isNeedUnsaid ? 'access.need-to-know' : 'referral.not-found');
}

/** Grounds that stand on what the patient shares: there, the institution must hold a key as well. */
const onConsent: readonly Grant['because'][] = ['treating', 'consented'];

/**
 * The rules have said yes; the institution's own key to this patient has to open as well. Where it was taken away, the answer is the same as for a
 * referral that does not exist.
 */
async function throughItsOwnKey(
  world: Pick<World, 'clock'>,
  page: Page,
  { because, patient, post, referral, reader }: Grant,
): Promise<void> {
  if (!onConsent.includes(because)) return;
  await page.keys.mustOpen(patient, post.at).catch((error: unknown) => {
    if (error instanceof Refused && error.code === 'vault.no-key-for-institution')
      throw notForThem(world, referral, reader, 'referral.not-found');
    throw error;
  });
}

/**
 * The part that was asked for is among those granted; otherwise the missing part is named, because this reader knows of the referral already, and the try is
 * kept in the trail. Refuses `consent.scope`.
 */
export function mustInclude(
  world: Pick<World, 'clock'>,
  { categories, referral, reader }: Grant,
  part: Category,
): void {
  if (!categories.includes(part)) throw notForThem(world, referral, reader, 'consent.scope', { missing: part });
}

const notForThem = (
  world: Pick<World, 'clock'>,
  referral: Referral,
  person: Person,
  code: RefusalCode,
  details: Readonly<Record<string, string>> = {},
): NotForThem =>
  new NotForThem(referral, code, details, {
    what: 'refused',
    deed: 'open',
    code,
    at: world.clock.now(),
    by: { person: person.id },
    institution: referral.from,
    referral: referral.id,
  });

/** Refused, with the happening that must be kept although the page it was refused on is torn up. */
export class NotForThem extends Refused {
  readonly happening: Parameters<Page['happened']>[0];
  constructor(
    referral: Referral,
    code: RefusalCode,
    details: Readonly<Record<string, string>>,
    happening: Parameters<Page['happened']>[0],
  ) {
    // Only those who may know of the referral meet any other code, so only they hear its own name.
    super(
      code,
      // Word for word what is said of one that does not exist.
      code === 'referral.not-found' ? `No referral ${referral.id}` : `Referral ${referral.id} is not for this reader`,
      code === 'referral.not-found' ? {} : { code: referral.code, ...details },
    );
    this.happening = happening;
  }
}
