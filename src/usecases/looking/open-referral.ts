import type { Grant } from '../../domain/access/grant.ts';
import { categoryOfFile, redact } from '../../domain/access/redact.ts';
import type { Category } from '../../domain/consent/category.ts';
import type { ReferralId, TenantId, UserId } from '../../domain/ids.ts';
import { type Person, worksAt } from '../../domain/people/person.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import { mayMove } from '../../domain/referral/moves.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Due, KeptHappening, Page, ReadingPage, Upload } from '../../ports/ledger.ts';
import { noteSeen } from '../steps/note-delivery.ts';
import type { World } from '../world.ts';
import { grantFor } from './grant-for.ts';

export { grantFor, mustInclude, NotForThem } from './grant-for.ts';

/** All that one permitted reader sees of one referral: cut to the parts their grant names. */
export type Opened = {
  readonly grant: Grant;
  readonly referral: Referral;
  readonly due: Due | undefined;
  readonly content: ReferralContent;
  /** Parts that are not shown to this reader. */
  readonly hidden: readonly Category[];
  readonly uploads: readonly Upload[];
  readonly trail: readonly KeptHappening[];
  readonly duplicates: readonly Referral[];
};

export type Reader = { readonly person: Person; readonly tenant: TenantId; readonly user: UserId };

/**
 * Opens one referral for one reader. A receiver's first look is the proof that it was opened; every look leaves a happening, refused ones too.
 * Who may not read it hears "not found".
 */
export const openReferral =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: Page, which: ReferralId, reader: Reader): Promise<Opened> => {
    const grant = await grantFor(world, page, which, reader.person);
    const { referral } = grant;
    const receiverOpens = grant.post.at === referral.to && worksAt(reader.person, referral.to);
    if (receiverOpens && mayMove(referral, 'open'))
      await noteSeen(world)(page, which, reader.tenant, reader.user, 'record');
    else
      await page.happened({
        what: 'record-opened',
        at: world.clock.now(),
        by: { person: reader.person.id },
        institution: grant.post.at,
        referral: which,
        patient: referral.patient,
        ground: grant.because,
      });
    return readAll(page, which, grant);
  };

/** The same without a look of its own: for the answer to an action, and to bring a screen up to date. */
export async function readAll(page: ReadingPage, which: ReferralId, grant: Grant): Promise<Opened> {
  const row = await page.referrals.get(which);
  if (!row) throw new Refused('referral.not-found', `No referral ${which}`);
  const whole = await page.referrals.content(row.referral);
  const [uploads, trail, duplicates] = [
    await page.uploads.of(which),
    await page.trail.of(which),
    await page.referrals.live(row.referral.patient, row.referral.to, which),
  ];
  const { content, hidden } = redact(whole, grant.categories);
  return {
    grant,
    referral: row.referral,
    due: row.due,
    content,
    hidden,
    uploads: uploads.filter(({ kind }) => grant.categories.includes(categoryOfFile(kind))),
    trail,
    duplicates,
  };
}
