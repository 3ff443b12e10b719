import type { ClinicianId } from '../../domain/ids.ts';
import type { Signer } from '../../ports/vault.ts';

/**
 * The moment a person signs at: now, or the first moment of their key where a clock set back says it is earlier. A signature dated before its own key would verify for nobody.
 */
export async function signingMoment(signer: Signer, person: ClinicianId, now: Date): Promise<Date> {
  // The key is made at the first need; nothing that was signed here is kept.
  const { keyId } = await signer.sign(person, new Uint8Array(), now);
  const from = (await signer.publicKey(keyId))?.from ?? now;
  return from > now ? from : now;
}
