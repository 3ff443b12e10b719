import { redact } from '../../domain/access/redact.ts';
import { hotline, institution } from '../../domain/house/house.ts';
import type { ReferralId } from '../../domain/ids.ts';
import { hashOf, type LetterSeal, sealedBytes, withSeal } from '../../domain/letter/sealed-letter.ts';
import type { Person } from '../../domain/people/person.ts';
import { type ExportedSignOff, writeSignOff } from '../../domain/signing/exported-sign-off.ts';
import { trailOwner } from '../../domain/trail/checkpoint.ts';
import type { Page } from '../../ports/ledger.ts';
import type { LetterAsked, Letters } from '../../ports/letters.ts';
import { grantFor } from '../looking/grant-for.ts';
import type { World } from '../world.ts';
import { signOffOf } from './sign-off-of.ts';

export type { Letters };

type Needs = Pick<World, 'clock' | 'house' | 'policy' | 'signer'>;

/**
 * What goes into the letter of one referral for one reader: the parts their grant names, and the sign-off. Refuses as opening the referral does, and
 * `letter.unsigned`, `signature.invalid`.
 */
export const gatherLetter =
  (world: Needs) =>
  async (page: Page, which: ReferralId, reader: Person): Promise<LetterAsked> => {
    const grant = await grantFor(world, page, which, reader, { action: 'copy' });
    const { referral } = grant;
    const { content, hidden } = redact(await page.referrals.content(referral), grant.categories);
    const named = (id: typeof referral.to) => institution(world.house, id)?.name ?? { en: id, zhHant: id };
    const service = hotline(world.house, referral.hotline)?.name;
    return {
      signOff: await signOffOf(world, page, grant),
      content,
      hidden,
      to: { institution: named(referral.to), ...(service ? { service } : {}) },
      reader: { name: reader.name, institution: named(grant.post.at), at: world.clock.now() },
    };
  };

export type Exported = { readonly bytes: Uint8Array; readonly code: string };

/**
 * The letter, sealed. It is written outside of any page, because that takes most of a second; leave is asked for again when it is handed out, and the
 * handing out is a happening. Refuses also `letter.mirror-differs`.
 */
export const exportLetter =
  (world: Needs & Pick<World, 'ledger'> & { readonly letters: Letters }) =>
  async (which: ReferralId, reader: Person): Promise<Exported> => {
    const asked = await world.ledger.write((page) => gatherLetter(world)(page, which, reader));
    const pdf = await world.letters.write(asked);
    const made = await world.ledger.write(async (page) => {
      const grant = await grantFor(world, page, which, reader, { action: 'copy' });
      const bytes = await sealed(world, pdf, asked.signOff, { reader: reader.id, institution: grant.post.at });
      if (bytes) await noteExport(world, page, grant, 'letter', bytes);
      return bytes && { bytes, code: grant.referral.code };
    });
    // The key was changed while the letter was written: once more, all of it with the new one.
    return made ?? exportLetter(world)(which, reader);
  };

/** The sign-off alone, as a file for machines. */
export const exportSignOff =
  (world: Needs) =>
  async (page: Page, which: ReferralId, reader: Person): Promise<Exported> => {
    const grant = await grantFor(world, page, which, reader, { action: 'copy' });
    const bytes = Buffer.from(writeSignOff(await signOffOf(world, page, grant)), 'utf8');
    await noteExport(world, page, grant, 'sign-off', bytes);
    return { bytes, code: grant.referral.code };
  };

const noteExport = (
  { clock }: Needs,
  page: Page,
  { referral, reader, post, because }: Awaited<ReturnType<typeof grantFor>>,
  kind: 'letter' | 'sign-off',
  bytes: Uint8Array,
): Promise<void> =>
  page.happened({
    what: 'exported',
    kind,
    sha256: hashOf(bytes),
    at: clock.now(),
    by: { person: reader.id },
    institution: post.at,
    referral: referral.id,
    patient: referral.patient,
    ground: because,
  });

async function sealed(
  { signer }: Needs,
  pdf: Uint8Array,
  signOff: ExportedSignOff,
  whom: Pick<LetterSeal, 'reader' | 'institution'>,
): Promise<Uint8Array | undefined> {
  const { key, at } = signOff.voucher;
  const seal: LetterSeal = {
    ...{ kind: 'baton-letter', version: 1, sha256: hashOf(pdf), at, ...whom, signOff, key, signature: '' },
  };
  const { keyId, signature } = await signer.sign(trailOwner, sealedBytes(seal), new Date(at));
  if (keyId !== key.keyId) return undefined;
  return withSeal(pdf, { ...seal, signature });
}
