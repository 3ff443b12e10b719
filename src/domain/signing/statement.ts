import type { ClinicianId } from '../ids.ts';
import type { Referral } from '../referral/referral.ts';
import { canonical } from '../trail/canonical.ts';

/** What a signature says of the case besides its content. */
export type Signable = Pick<Referral, 'id' | 'code' | 'contentVersion' | 'from' | 'to' | 'urgency'>;

/** The exact bytes a clinician's signature covers: what was signed, for whom, by whom, when. */
export const signingStatement = (
  { id, code, contentVersion, from, to, urgency }: Signable,
  { by, at, contentHash }: { readonly by: ClinicianId; readonly at: Date; readonly contentHash: string },
): Uint8Array =>
  Buffer.from(
    `baton sign-off v1\n${canonical({ referral: id, code, contentVersion, contentHash, by, at, from, to, urgency })}`,
    'utf8',
  );
