import type { Grant } from '../../domain/access/grant.ts';
import { categories } from '../../domain/consent/category.ts';
import { institution, person } from '../../domain/house/house.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import { isSigned, type Referral, type Signature } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import { contentHash, signedPart } from '../../domain/signing/content-hash.ts';
import {
  type ExportedSignOff,
  type ShownKey,
  type SignOff,
  vouchedBytes,
} from '../../domain/signing/exported-sign-off.ts';
import { type Signable, signingStatement } from '../../domain/signing/statement.ts';
import { signatureHolds } from '../../domain/signing/verify.ts';
import { trailOwner } from '../../domain/trail/checkpoint.ts';
import type { Page } from '../../ports/ledger.ts';
import type { Signer } from '../../ports/vault.ts';
import type { World } from '../world.ts';

type Reads = Pick<World, 'clock' | 'house' | 'signer'>;

/**
 * The sign-off of a referral, ready to be checked by a stranger. The content goes along only where this reader may see all of it; otherwise its
 * fingerprint stands for it. Refuses `letter.unsigned`, and `signature.invalid` when what is kept is not what was signed.
 */
export async function signOffOf(world: Reads, page: Page, grant: Grant): Promise<ExportedSignOff> {
  const { referral } = grant;
  const { signature } = referral;
  if (!signature || !isSigned(referral))
    throw new Refused('letter.unsigned', `Referral ${referral.id} is not signed`, { code: referral.code });
  const content = await page.referrals.content(referral);
  const key = await shownKey(world.signer, signature.keyId);
  const invalid = new Refused('signature.invalid', `The signature of referral ${referral.id} does not hold`, {
    code: referral.code,
  });
  if (!key || contentHash(content) !== signature.contentHash) throw invalid;
  const signed = signedCase(world, referral, signature, key);
  if (!signed) throw invalid;
  const seesAll = categories.every((category) => grant.categories.includes(category));
  const place = (await page.trail.of(referral.id)).find(
    (one) => one.what === 'signed' && one.signature === signature.signature,
  );
  return vouched(world, {
    ...saidBy(world, referral, signature, seesAll ? content : undefined),
    referral: signed,
    key,
    ...(place ? { trail: { chain: place.chain, seq: place.seq } } : {}),
  });
}

function saidBy(
  { house }: Reads,
  referral: Referral,
  { by, at, keyId, signature, via, contentHash: hash }: Signature,
  content: ReferralContent | undefined,
): Omit<SignOff, 'referral' | 'key'> {
  const signer = person(house, by);
  const place = institution(house, referral.from);
  return {
    ...(content ? { content: signedPart(content) } : {}),
    contentHash: hash,
    signature: { by, at: at.toISOString(), keyId, signature, via },
    signer: {
      name: { en: signer?.name.en ?? by, zhHant: signer?.name.zhHant ?? by },
      ...(signer?.registration ? { registration: signer.registration } : {}),
    },
    institution: {
      id: referral.from,
      name: { en: place?.name.en ?? referral.from, zhHant: place?.name.zhHant ?? referral.from },
    },
  };
}

/** The case as it stood when it was signed: one that was sent on to another place since carries the first one in its signature. */
function signedCase(
  { house }: Reads,
  { id, code, contentVersion, from, to, urgency }: Referral,
  { by, at, contentHash: hash, signature }: Signature,
  { spkiPem }: ShownKey,
): Signable | undefined {
  return [to, ...house.institutions.map((one) => one.id)]
    .map((place): Signable => ({ id, code, contentVersion, from, to: place, urgency }))
    .find((one) => signatureHolds(spkiPem, signingStatement(one, { by, at, contentHash: hash }), signature));
}

export async function shownKey(signer: Signer, keyId: string): Promise<ShownKey | undefined> {
  const key = await signer.publicKey(keyId);
  return (
    key && {
      keyId,
      owner: key.owner,
      spkiPem: key.spkiPem,
      from: key.from.toISOString(),
      until: key.until?.toISOString() ?? null,
    }
  );
}

async function vouched({ signer, clock }: Reads, said: SignOff): Promise<ExportedSignOff> {
  const { key, at } = await voucherKey(signer, clock.now());
  const unsigned: ExportedSignOff = {
    ...said,
    kind: 'baton-sign-off',
    version: 1,
    voucher: { at, key, signature: '' },
  };
  const { keyId, signature } = await signer.sign(trailOwner, vouchedBytes(unsigned), new Date(at));
  // The trail's key was changed between the two: once more, with the new one.
  if (keyId !== key.keyId) return vouched({ signer, clock } as Reads, said);
  return { ...unsigned, voucher: { at, key, signature } };
}

/** The trail's key and the moment to vouch at: a clock set back must not vouch before its key was there. */
export async function voucherKey(signer: Signer, now: Date): Promise<{ readonly key: ShownKey; readonly at: string }> {
  const { keyId } = await signer.sign(trailOwner, new Uint8Array(), now);
  const key = await shownKey(signer, keyId);
  if (!key) throw new Error(`the public key ${keyId} that just signed is not there`);
  return { key, at: key.from > now.toISOString() ? key.from : now.toISOString() };
}
