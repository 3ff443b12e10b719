import { decide, type Grant } from '../../domain/access/grant.ts';
import type { ReferralId, TenantId, UserId } from '../../domain/ids.ts';
import { type Person, worksAt } from '../../domain/people/person.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import { mayMove } from '../../domain/referral/moves.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Due, KeptHappening, Page, ReadingPage, Upload } from '../../ports/ledger.ts';
import { noteSeen } from '../steps/note-delivery.ts';
import type { World } from '../world.ts';

/** All that one permitted reader sees of one referral. */
export type Opened = {
  readonly grant: Grant;
  readonly referral: Referral;
  readonly due: Due | undefined;
  readonly content: ReferralContent;
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
  (world: Pick<World, 'clock' | 'house'>) =>
  async (page: Page, which: ReferralId, reader: Reader): Promise<Opened> => {
    const grant = await grantFor(world, page, which, reader.person);
    const { referral } = grant;
    const receiverOpens = worksAt(reader.person, referral.to) && mayMove(referral, 'open');
    if (receiverOpens) await noteSeen(world)(page, which, reader.tenant, reader.user, 'record');
    else
      await page.happened({
        what: 'record-opened',
        at: world.clock.now(),
        by: { person: reader.person.id },
        institution: sideOf(reader.person, referral),
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
  const [content, uploads, trail, duplicates] = [
    await page.referrals.content(row.referral),
    await page.uploads.of(which),
    await page.trail.of(which),
    await page.referrals.live(row.referral.patient, row.referral.to, which),
  ];
  return { grant, referral: row.referral, due: row.due, content, uploads, trail, duplicates };
}

/** Leave to read, or the refusal that tells nothing; a refusal is kept in the trail. */
export async function grantFor(
  world: Pick<World, 'clock'>,
  page: Page,
  which: ReferralId,
  person: Person,
): Promise<Grant> {
  const row = await page.referrals.get(which);
  if (!row) throw new Refused('referral.not-found', `No referral ${which}`);
  const { consent } = await page.referrals.content(row.referral);
  const grant = decide(person, { referral: row.referral, consent });
  if (grant) return grant;
  throw new NotForThem(which, {
    what: 'refused',
    deed: 'open',
    code: 'referral.not-found',
    at: world.clock.now(),
    by: { person: person.id },
    institution: row.referral.from,
    referral: which,
  });
}

/** Refused, with the happening that must be kept although the page it was refused on is torn up. */
export class NotForThem extends Refused {
  readonly happening: Parameters<Page['happened']>[0];
  constructor(which: ReferralId, happening: Parameters<Page['happened']>[0]) {
    super('referral.not-found', `No referral ${which} for this reader`);
    this.happening = happening;
  }
}

export const sideOf = (person: Person, referral: Referral) =>
  worksAt(person, referral.to) && !worksAt(person, referral.from) ? referral.to : referral.from;
