import type { ReferralContent } from '../referral/content.ts';
import type { Signature } from '../referral/referral.ts';
import { canonical } from '../trail/canonical.ts';
import type { Signable } from './statement.ts';

/** A key as a stranger needs it: whose it is, and from when to when it could sign. */
export type ShownKey = {
  readonly keyId: string;
  readonly owner: string;
  readonly spkiPem: string;
  readonly from: string;
  readonly until: string | null;
};

type Named = { readonly en: string; readonly zhHant: string };

/** What one sign-off says of itself: case, content (or only its fingerprint where the reader may not see all of it), signature, key and names. */
export type SignOff = {
  readonly referral: Signable;
  /** All that was signed; left out where the reader may see only parts. Then the fingerprint stands for it. */
  readonly content?: Omit<ReferralContent, 'outcome' | 'updates'>;
  readonly contentHash: string;
  readonly signature: Pick<Signature, 'by' | 'keyId' | 'signature' | 'via'> & { readonly at: string };
  readonly key: ShownKey;
  readonly signer: { readonly name: Named; readonly registration?: string };
  readonly institution: { readonly id: string; readonly name: Named };
  /** Where it stands in the trail, for who holds the trail beside it. */
  readonly trail?: { readonly chain: string; readonly seq: number };
};

/** The trail's own key says: these names and times are what this installation keeps. */
export type Voucher = { readonly at: string; readonly key: ShownKey; readonly signature: string };

export type ExportedSignOff = SignOff & {
  readonly kind: 'baton-sign-off';
  readonly version: 1;
  readonly voucher: Voucher;
};

/** The exact bytes the voucher covers: everything but the voucher's own signature. */
export const vouchedBytes = ({ voucher: { signature: _itself, ...voucher }, ...said }: ExportedSignOff): Uint8Array =>
  Buffer.from(`baton exported sign-off v1\n${canonical({ ...said, voucher })}`, 'utf8');

/** The one way such a file is written: any other spelling of the same is not it. */
export const writeSignOff = (exported: ExportedSignOff): string => `${canonical(exported)}\n`;
