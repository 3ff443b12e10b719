import { redact } from '../../domain/access/redact.ts';
import type { ClinicianId, ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import { isSigned, type Referral, type Signature } from '../../domain/referral/referral.ts';
import { contentHash } from '../../domain/signing/content-hash.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { grantFor } from './grant-for.ts';

/** Who is asked to sign, and what was signed before, cut to the parts this reader's grant names. */
export type Signing = {
  readonly referral: Referral;
  readonly asked?: ClinicianId;
  readonly lastSigned?: { readonly signature: Signature; readonly content: ReferralContent };
};

/**
 * What stands beside a referral that waits for a signature. An older version is a look of its own, and leaves a happening.
 * Refuses as opening the referral does.
 */
export const readSigning =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: Page, which: ReferralId, reader: Person): Promise<Signing> => {
    const grant = await grantFor(world, page, which, reader);
    const { referral } = grant;
    const { standing } = referral;
    const before = await signedBefore(page, referral);
    if (before)
      await page.happened({
        what: 'record-opened',
        at: world.clock.now(),
        by: { person: reader.id },
        institution: grant.post.at,
        referral: which,
        patient: referral.patient,
        ground: grant.because,
      });
    return {
      referral,
      ...(standing.state === 'awaiting-sign-off' ? { asked: standing.asked } : {}),
      ...(before
        ? { lastSigned: { signature: before.signature, content: redact(before.content, grant.categories).content } }
        : {}),
    };
  };

/** The version the last signature covers, found by its fingerprint; none while that signature still holds. */
async function signedBefore(page: Page, referral: Referral) {
  const { signature } = referral;
  if (!signature || isSigned(referral)) return undefined;
  const older = await page.referrals.olderContents(referral);
  const found = older.findLast(({ content }) => contentHash(content) === signature.contentHash);
  return found && { signature, content: found.content };
}
